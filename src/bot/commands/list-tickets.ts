import type { CardContent } from "../../cards/catalog.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import type { TicketSummary } from "../../ports/ticket-store.ts";
import { STATUS } from "../../surfaces/names.ts";
import { moment } from "../../surfaces/words.ts";
import type { BotDeps, Command, Reply } from "../action.ts";
import type { Caller } from "../caller.ts";
import { TONE } from "../found-words.ts";
import { findTickets } from "./find-tickets.ts";

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

/** All that a person ever asked for; with a number that request, with a name what may be seen of theirs. */
export const history: Command = {
  name: "history",
  summary: "all your requests, newest first; or those of a person or number",
  pattern: /^history(?:\s+(?:of\s+)?(\S.*?))?[.!?]?$/is,
  async handle({ caller }, match, world) {
    const { store, clock } = world;
    if (match[1] !== undefined) return historyOf(match[1], caller, world);
    const own = await store.ticketsOf(caller.id, MOST_ROWS);
    return { show: list("Your requests", own, "You have not asked for help yet.", clock.now(), caller) };
  },
};

/** A number is taken for one; everything else for a name. */
const historyOf = (whose: string, caller: Caller, world: BotDeps): Promise<Reply> =>
  findTickets(
    /^(?:BK[- ]?|#)?\d+$/i.test(whose) ? whose : `person:"${whose.replaceAll('"', "")}"`,
    null,
    caller,
    world,
  );

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
