import { z } from "zod";
import { personId, ticketId } from "../domain/ticket/ids.ts";
import { type Personal, personal } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";

/** Buttons send numbers, inputs send digits; nothing else is taken for a number. */
export const wholeNumber = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .pipe(z.int().nonnegative());

/** The fields that buttons and inputs share. A user can edit card data, so all of it is parsed. */
export const onTicket = {
  ticket: z
    .string()
    .regex(/^BK-\d{1,12}$/)
    .transform(ticketId),
  /** The ticket's version that the card was rendered from. */
  version: wholeNumber,
  /** The key of the card that holds the button. */
  surface: z.string().regex(/^[\w:-]{0,100}$/),
};

/**
 * For actions that take access or work back: only the ticket has to be there. Clients lose keys, send null for inputs,
 * or add the inputs of other buttons (F06); none of that may prevent a stop.
 */
export const lenient = {
  ticket: onTicket.ticket,
  version: onTicket.version.optional().catch(undefined),
  surface: onTicket.surface.catch(""),
};

/** A number that a lenient action can do without. */
export const maybeNumber = wholeNumber.nullish().catch(null);

export const entraId = z.guid().transform((text) => personId(text.toLowerCase()));

/** A text that has to be there. Teams sends every input as a string. */
export const text = (most: number) => z.string().trim().min(1).max(most);

/** A text that may be left empty; empty becomes null. */
export const maybeText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((written) => written || null);

/** Free text on a ticket counts as the sharer's data, also when a helper wrote it, and is erased with them. */
export function aboutSharer(ticket: Ticket, written: string): Personal;
export function aboutSharer(ticket: Ticket, written: string | null): Personal | null;
export function aboutSharer({ sharer }: Ticket, written: string | null): Personal | null {
  return written === null ? null : personal(sharer.id, written);
}
