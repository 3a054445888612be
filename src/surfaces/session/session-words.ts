import * as cards from "../../cards/session-words.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import type { Clock } from "./sessions.ts";

/** In English, for the cards that have not moved to the text catalogue yet. */
const english = wordsFor({ locale: "en-GB", timeZone: "UTC" });

export const ending = (ticket: Ticket, session: EndedSession, side: cards.Side) =>
  cards.ending(ticket, session, side, english);
export const endLines = (ticket: Ticket, session: EndedSession, side: cards.Side, clock: Clock) =>
  cards.endLines(ticket, session, side, clock, english);
