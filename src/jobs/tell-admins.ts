import { render } from "../cards/catalog.ts";
import type { PersonFacts } from "../domain/eligibility/facts.ts";
import type { AddressBook } from "../ports/address-book.ts";
import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";
import { faultName, type Log } from "../telemetry/log.ts";

/** Each matter is told once per process; again only when it could not be told. Never throws. */
export interface AdminNotices {
  permissionMissing(permission: string, without: string): Promise<void>;
  /** Another problem at Microsoft's side that only an administrator can correct. */
  problem(problem: {
    readonly matter: string;
    readonly heading: string;
    readonly text: string;
  }): Promise<void>;
  /** Microsoft Graph got no answer from the address for change notifications. */
  graphCannotReachUs(host: string): Promise<void>;
  /** The helpdesk channel took a card, or could not be written to. Leads are told once per outage. */
  helpdeskReached(isReached: boolean): Promise<void>;
}

interface AdminDeps {
  readonly addresses: Pick<AddressBook, "channel" | "contact">;
  readonly messenger: Pick<Messenger, "post">;
  /** The helpdesk channel's conversation id: its people know their administrators, and Beckon is there already. */
  readonly helpdesk: string;
  /** @throws {DirectoryUnavailable} */
  readonly leads: () => Promise<readonly Pick<PersonFacts, "id">[]>;
  readonly log: Log;
}

const CHANNEL_LOST = {
  heading: "Beckon cannot write to the helpdesk channel",
  text:
    "Requests are kept and wait; nobody sees them in the channel meanwhile. Add Beckon to the team again, or check " +
    "HELPDESK_CHANNEL_ID. Everything that waits is posted as soon as the channel can be written to.",
} as const;

/** Tells what only an administrator or a lead can correct: names of permissions and hosts, and of no person. */
export function createAdminNotices({ addresses, messenger, helpdesk, leads, log }: AdminDeps): AdminNotices {
  const told = new Set<string>();
  let isHelpdeskReached = true;

  async function post(
    to: Address | null,
    { heading, text }: { heading: string; text: string },
  ): Promise<boolean> {
    if (to === null) return false;
    const card = render({ card: "notice", data: { hasTicket: false, ticket: "", heading, text } });
    await messenger.post(to, { card, summary: heading, alert: true });
    return true;
  }

  async function tell(matter: string, heading: string, text: string): Promise<void> {
    if (told.has(matter)) return;
    told.add(matter);
    try {
      if (!(await post(await addresses.channel(helpdesk), { heading, text }))) told.delete(matter);
    } catch (fault) {
      const kind = fault instanceof MessageFault ? fault.kind : "unknown";
      log.warn("admins.not-told", { matter, kind });
      if (kind !== "unknown") told.delete(matter); // a post that may have arrived is not repeated
    }
  }

  async function tellLeads(): Promise<void> {
    for (const { id } of await leads()) {
      const contact = await addresses.contact(id);
      const chat = contact?.blocked === null ? contact.chat : null;
      await post(chat, CHANNEL_LOST).catch((fault: unknown) =>
        log.warn("admins.not-told", { matter: "helpdesk", kind: faultName(fault) }),
      );
    }
  }

  return {
    permissionMissing: (permission, without) =>
      tell(
        permission,
        `Beckon lacks a Microsoft Graph permission: ${permission}`,
        `Without it ${without}. An identity administrator can grant it to Beckon's app in Entra; ` +
          "it works within about an hour, without a restart.",
      ),
    problem: ({ matter, heading, text }) => tell(matter, heading, text),
    graphCannotReachUs: (host) =>
      tell(
        "GRAPH_NOTIFICATIONS_URL",
        "Microsoft Graph cannot reach Beckon",
        `Graph sent a validation request to ${host} and got no valid answer, so it reports no changes to people and ` +
          "groups; the regular checks of running sessions go on. Check GRAPH_NOTIFICATIONS_URL and what stands " +
          "between the internet and Beckon. Beckon tries again by itself.",
      ),
    async helpdeskReached(isReached) {
      if (isReached === isHelpdeskReached) return;
      isHelpdeskReached = isReached;
      if (isReached) return log.info("helpdesk.reachable");
      log.error("helpdesk.unreachable");
      await tellLeads().catch((fault: unknown) =>
        log.warn("admins.not-told", { matter: "helpdesk", kind: faultName(fault) }),
      );
    },
  };
}
