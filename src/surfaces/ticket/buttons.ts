import type { Ticket } from "../../ticket/ticket.ts";

/** What every button of a card sends back, for the card under this key. */
export const onSurface = (ticket: Ticket, surface: string) => ({
  ticket: ticket.id as string,
  version: ticket.version,
  surface,
});

/** A row of a card: label and value. Rows without a value are left out. */
export const row = (label: string, value: string) => (value === "" ? [] : [{ label, value }]);
