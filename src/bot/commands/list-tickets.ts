import type { CardContent } from "../../cards/catalog.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import type { TicketSummary } from "../../ports/ticket-store.ts";
import { STATUS } from "../../surfaces/names.ts";
import { moment } from "../../surfaces/words.ts";
import type { Command } from "../action.ts";
import { TONE } from "../search-tickets.ts";
import { findTickets } from "./find-tickets.ts";

const MOST_ROWS = 10;

/** The person's open requests; for helpers also the ones that they hold. */
export const status: Command = {
  name: "status",
  summary: "where your open requests stand",
  pattern: /^status[.!?]?$/i,
  async handle({ caller }, _match, { store, clock }) {
    const [own, held] = await Promise.all([store.openTicketsOf(caller.id), store.heldBy(caller.id)]);
    const empty = "You have no open request. Type what is wrong, and I will find somebody.";
    return { show: list("Open now", [...own, ...held], empty, clock.now(), caller) };
  },
};

/** All requests of the caller; with a number that request, with a name what the caller may see of that person's. */
export const history: Command = {
  name: "history",
  summary: "all your requests, newest first; or those of a person or number",
  pattern: /^history(?:\s+(?:of\s+)?(\S.*?))?[.!?]?$/is,
  async handle({ caller }, match, deps) {
    const [, whose] = match;
    if (whose !== undefined) {
      const isNumber = /^(?:BK[- ]?|#)?\d+$/i.test(whose);
      const question = isNumber ? whose : `person:"${whose.replaceAll('"', "")}"`;
      return findTickets(question, null, caller, deps);
    }
    const own = await deps.store.ticketsOf(caller.id, MOST_ROWS);
    return {
      show: list("Your requests", own, "You have not asked for help yet.", deps.clock.now(), caller),
    };
  },
};

function list(
  heading: string,
  tickets: readonly TicketSummary[],
  empty: string,
  now: number,
  reader: ReaderLocale,
): CardContent {
  const rows = tickets.slice(0, MOST_ROWS).map(({ id, subject, status, openedAt }) => ({
    number: Number(id.slice("BK-".length)),
    id,
    subject,
    since: `since ${moment(openedAt, now, reader)}`,
    state: STATUS[status],
    tone: TONE[status],
    canBring: status === "open" || status === "claimed",
  }));
  return { card: "tickets", data: { heading, isEmpty: rows.length === 0, empty, rows } };
}
