import { z } from "zod";
import { personId, ticketId } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
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

/** The fields that buttons and inputs share. Card data can be edited by whoever holds the client: parse, never trust. */
export const onTicket = {
  ticket: z
    .string()
    .regex(/^BK-\d{1,12}$/)
    .transform(ticketId),
  /** The ticket's version that the card was drawn from. */
  version: wholeNumber,
  /** The surface that was pressed on. */
  surface: z.string().max(100),
};

export const entraId = z.guid().transform((text) => personId(text.toLowerCase()));

/** A text that has to be there. Teams sends every input as a string. */
export const text = (most: number) => z.string().trim().min(1).max(most);

/** A text that may be left empty; empty becomes null. */
export const maybeText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((written) => (written === "" ? null : written))
    .nullish()
    .transform((written) => written ?? null);

/** All free text on a ticket is about the sharer: erased with them, whoever wrote it. */
export const aboutSharer = (ticket: Ticket, written: string) => personal(ticket.sharer.id, written);

export const maybeAboutSharer = (ticket: Ticket, written: string | null) =>
  written === null ? null : aboutSharer(ticket, written);
