import { draw } from "../cards/catalog.ts";
import type { Log } from "../log.ts";
import type { AddressBook } from "../ports/address-book.ts";
import { MessageFault, type Messenger } from "../ports/messenger.ts";

export interface AdminNotices {
  /** Told once per process and permission; again only when it could not be told. Never throws. */
  permissionMissing(permission: string, without: string): Promise<void>;
}

interface AdminDeps {
  readonly addresses: Pick<AddressBook, "channel">;
  readonly messenger: Pick<Messenger, "post">;
  /** The helpdesk channel's conversation id: its people know their administrators, and Beckon is there already. */
  readonly helpdesk: string;
  readonly log: Log;
}

/** What only an administrator can put right, said where the helpdesk sees it: names of permissions, and of nobody. */
export function createAdminNotices({ addresses, messenger, helpdesk, log }: AdminDeps): AdminNotices {
  const told = new Set<string>();

  async function tell(permission: string, without: string): Promise<boolean> {
    const address = await addresses.channel(helpdesk);
    if (address === null) return false;
    const heading = `Beckon lacks a Microsoft Graph permission: ${permission}`;
    const text =
      `Without it ${without}. An identity administrator can grant it to Beckon's app in Entra; ` +
      "it works within about an hour, without a restart.";
    const card = draw({ card: "notice", data: { hasTicket: false, ticket: "", heading, text } });
    await messenger.post(address, { card, summary: heading, alert: true });
    return true;
  }

  return {
    async permissionMissing(permission, without) {
      if (told.has(permission)) return;
      told.add(permission);
      try {
        if (!(await tell(permission, without))) told.delete(permission);
      } catch (fault) {
        const kind = fault instanceof MessageFault ? fault.kind : "unknown";
        log.warn("admins.not_told", { permission, kind });
        if (kind !== "unknown") told.delete(permission); // what may have arrived is not said twice
      }
    },
  };
}
