import type { Drawing } from "../cards/catalog.ts";
import type { Reader } from "../ports/address-book.ts";
import type { TicketSummary } from "../ports/ticket-store.ts";
import { STATUS } from "../surfaces/names.ts";
import { moment } from "../surfaces/words.ts";
import type { Command } from "./conversation.ts";

const MOST_ROWS = 10;

/** Where the person's open requests stand; for helpers also what they hold. */
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

/** All that a person ever asked for. */
export const history: Command = {
  name: "history",
  summary: "all your requests, newest first",
  pattern: /^history[.!?]?$/i,
  async handle({ caller }, _match, { store, clock }) {
    const own = await store.ticketsOf(caller.id, MOST_ROWS);
    return { show: list("Your requests", own, "You have not asked for help yet.", clock.now(), caller) };
  },
};

const TONE = { open: "accent", claimed: "accent", resolved: "good", withdrawn: "default" } as const;

function list(
  heading: string,
  tickets: readonly TicketSummary[],
  empty: string,
  now: number,
  reader: Reader,
): Drawing {
  const rows = tickets.slice(0, MOST_ROWS).map(({ id, subject, status, openedAt }) => ({
    number: id,
    subject,
    since: `since ${moment(openedAt, now, reader)}`,
    state: STATUS[status],
    tone: TONE[status],
  }));
  return { card: "tickets", data: { heading, isEmpty: rows.length === 0, empty, rows } };
}
