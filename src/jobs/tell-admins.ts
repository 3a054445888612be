import { render } from "../cards/catalog.ts";
import { type Key, type Words, wordsFor } from "../cards/text/words.ts";
import type { PersonFacts } from "../domain/eligibility/facts.ts";
import type { AddressBook, ReaderLocale } from "../ports/address-book.ts";
import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";
import { faultName, type Log } from "../telemetry/log.ts";

/** Permissions for which the catalogue has a sentence about what fails without them. */
type KnownPermission = Extract<Key, `permission.${string}`> extends `permission.${infer Name}` ? Name : never;

/** Each problem is posted once per process, and again only after a failed post. Never throws. */
export interface AdminNotices {
  permissionMissing(permission: KnownPermission): Promise<void>;
  /** Another problem in the tenant that only an administrator can correct. */
  problem(problem: Notice): Promise<void>;
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
  /** Of the helpdesk channel, and of leads whose client has told nothing yet. */
  readonly reader: ReaderLocale;
}

/** A problem, with its sentences in the language of each reader. */
interface Notice {
  /** The same for the same problem. */
  readonly matter: string;
  heading(words: Words): string;
  text(words: Words): string;
}

const CHANNEL_LOST: Notice = {
  matter: "helpdesk",
  heading: ({ say }) => say("problem.channel-lost"),
  text: ({ say }) => say("problem.channel-lost.text"),
};

/** Posts what only an administrator or a lead can correct: names permissions and hosts, never people. */
export function createAdminNotices(deps: AdminDeps): AdminNotices {
  const { addresses, messenger, helpdesk, leads, log, reader } = deps;
  const told = new Set<string>();
  let isHelpdeskReached = true;

  async function post(to: Address | null, notice: Notice, words: Words): Promise<boolean> {
    if (to === null) return false;
    const [heading, text] = [notice.heading(words), notice.text(words)];
    const data = { hasTicket: false, ticket: "", heading, text };
    const card = render({ card: "notice", data }, words.language);
    await messenger.post(to, { card, summary: heading, alert: true });
    return true;
  }

  async function tell(notice: Notice): Promise<void> {
    const { matter } = notice;
    if (told.has(matter)) return;
    told.add(matter);
    try {
      if (!(await post(await addresses.channel(helpdesk), notice, wordsFor(reader)))) told.delete(matter);
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
      await post(chat, CHANNEL_LOST, wordsFor({ ...reader, ...contact })).catch((fault: unknown) =>
        log.warn("admins.not-told", { matter: "helpdesk", kind: faultName(fault) }),
      );
    }
  }

  return {
    permissionMissing: (permission) =>
      tell({
        matter: permission,
        heading: ({ say }) => say("problem.permission", { permission }),
        text: ({ say }) => say("problem.permission.text", { without: say(`permission.${permission}`) }),
      }),
    problem: tell,
    graphCannotReachUs: (host) =>
      tell({
        matter: "GRAPH_NOTIFICATIONS_URL",
        heading: ({ say }) => say("problem.unreachable"),
        text: ({ say }) => say("problem.unreachable.text", { host }),
      }),
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
