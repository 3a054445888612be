import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Clock } from "../session/sessions.ts";
import { nameOf } from "../words.ts";

/** What every button of a card sends back, for the card under this key. */
export const onSurface = (ticket: Ticket, surface: string) => ({
  ticket: ticket.id as string,
  version: ticket.version,
  surface,
});

/** A row of a card: label and value. Rows without a value are left out. */
export const row = (label: string, value: string) => (value === "" ? [] : [{ label, value }]);

/** `10:30`, or `10:30 by Hana Weber` when somebody asked on the sharer's behalf. */
export const asked = ({ openedAt, openedBy, sharer }: Ticket, clock: Clock): string =>
  openedBy.id === sharer.id ? clock(openedAt) : `${clock(openedAt)} by ${nameOf(openedBy)}`;
