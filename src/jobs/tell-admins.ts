import { render } from "../cards/catalog.ts";
import type { AddressBook } from "../ports/address-book.ts";
import { MessageFault, type Messenger } from "../ports/messenger.ts";
import type { Log } from "../telemetry/log.ts";

/** Told once per process and matter; again only when it could not be told. Never throws. */
export interface AdminNotices {
  permissionMissing(permission: string, without: string): Promise<void>;
  /** Something else at Microsoft's side that only an administrator can put right. */
  problem(problem: {
    readonly matter: string;
    readonly heading: string;
    readonly text: string;
  }): Promise<void>;
  /** Microsoft Graph got no answer from the address at which it is to tell of changes. */
  graphCannotReachUs(host: string): Promise<void>;
}

interface AdminDeps {
  readonly addresses: Pick<AddressBook, "channel">;
  readonly messenger: Pick<Messenger, "post">;
  /** The helpdesk channel's conversation id: its people know their administrators, and Beckon is there already. */
  readonly helpdesk: string;
  readonly log: Log;
}

/** What only an administrator can put right, said where the helpdesk sees it: names of permissions and hosts, and of nobody. */
export function createAdminNotices({ addresses, messenger, helpdesk, log }: AdminDeps): AdminNotices {
  const told = new Set<string>();

  async function post(heading: string, text: string): Promise<boolean> {
    const address = await addresses.channel(helpdesk);
    if (address === null) return false;
    const card = render({ card: "notice", data: { hasTicket: false, ticket: "", heading, text } });
    await messenger.post(address, { card, summary: heading, alert: true });
    return true;
  }

  async function tell(matter: string, heading: string, text: string): Promise<void> {
    if (told.has(matter)) return;
    told.add(matter);
    try {
      if (!(await post(heading, text))) told.delete(matter);
    } catch (fault) {
      const kind = fault instanceof MessageFault ? fault.kind : "unknown";
      log.warn("admins.not-told", { matter, kind });
      if (kind !== "unknown") told.delete(matter); // what may have arrived is not said twice
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
        `Graph asked ${host} to prove itself and got no good answer, so it tells nothing of changes to people and ` +
          "groups; the regular checks of running sessions go on. Whoever runs Beckon can look at " +
          "GRAPH_NOTIFICATIONS_URL and at what stands between the internet and Beckon; Beckon tries again by itself.",
      ),
  };
}
