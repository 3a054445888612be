import type { TicketEvent } from "../../domain/ticket/events.ts";
import type { Person } from "../../domain/ticket/person.ts";

/** Somebody's name as one event has it. */
export interface Naming {
  readonly who: Person;
  /** Epoch ms. */
  readonly at: number;
}

/** What people are called, by the events that bring somebody into a ticket. Texts may be sealed. */
export const namingsIn = (events: readonly TicketEvent[]): Naming[] =>
  events.flatMap((event) => {
    const who = broughtIn(event);
    return who === null ? [] : [{ who, at: event.at }];
  });

function broughtIn(event: TicketEvent): Person | null {
  switch (event.type) {
    case "TicketOpened":
      return event.sharer;
    case "TicketClaimed":
      return event.helper;
    case "TicketHandedOver":
      return event.to;
    default:
      return null;
  }
}
