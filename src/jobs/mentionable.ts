import type { TicketView } from "../cards/view.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Roster } from "../ports/roster.ts";
import { whoCanReach } from "../surfaces/ticket/absence.ts";

export interface MentionDeps {
  readonly addresses: AddressBook;
  readonly roster: Roster;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
}

/** Who is to be mentioned in the helpdesk channel because of this ticket: nobody who does not belong to it. */
export async function mentionable(
  ticket: Ticket,
  view: TicketView,
  deps: MentionDeps,
): Promise<Person | null> {
  const person = whoCanReach(ticket, view);
  const channel = person && (await deps.addresses.channel(deps.helpdesk));
  return channel && (await deps.roster.has(channel, person.id)) ? person : null;
}
