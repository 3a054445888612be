import { backlogLine } from "../../cards/queue.ts";
import { type Words, wordsFor } from "../../cards/text/words.ts";
import { MOST_ROWS, ticketsData } from "../../cards/tickets.ts";
import { waitLine } from "../../cards/wait-line.ts";
import type { BotDeps, Command } from "../action.ts";
import { findTickets } from "./find-tickets.ts";

/** The person's open requests; for helpers also the ones that they hold. In a team: what waits there, without names. */
export const status: Command = {
  name: "status",
  pattern:
    /^(?:(?:my |mein )?(?:status|stand)|where is my helper|any (?:news|update)|is anybody there|gibt es (?:etwas )?neues|ist (?:da jemand|jemand da))[.!?]*$/i,
  async handle({ caller, scope }, _match, deps) {
    const { store, clock, channelReader, searchScopeOf } = deps;
    if (scope.kind === "channel") {
      const words = wordsFor(channelReader);
      return { say: backlogLine(await store.backlog(), clock.now(), words) };
    }
    const [own, held] = await Promise.all([store.openTicketsOf(caller.id), store.heldBy(caller.id)]);
    const words = wordsFor(caller);
    const { kind } = (await searchScopeOf(caller.id)).sight;
    const isStaff = kind === "helper" || kind === "lead";
    const says = {
      heading: words.say("list.open-now"),
      empty: words.say(isStaff ? "list.none-open-staff" : "list.none-open"),
    };
    const data = ticketsData([...own, ...held], says, clock.now(), words);
    const waits = own.some(({ status }) => status === "open");
    if (!isStaff) return { show: { card: "tickets", data }, say: waits ? waitNow(deps, words) : "" };
    const line = backlogLine(await store.backlog(), clock.now(), words);
    return { show: { card: "tickets", data }, say: words.say("list.queue", { backlog: line }) };
  },
};

const waitNow = ({ clock, policy, expectedWait }: BotDeps, words: Words): string =>
  waitLine(null, { at: clock.now(), policy, expectedWait: (at) => expectedWait?.of(at) ?? null }, words);

/** All requests of the caller; with a number that request, with a name what the caller may see of that person's. */
export const history: Command = {
  name: "history",
  // "Verlauf im Browser löschen" says what is wrong.
  pattern:
    /^(?:history(?:\s+(?:of\s+)?(\S.*?))?|verlauf(?:\s+(?:von\s+(\S.*?)|((?:BK[- ]?|#)?\d+)))?)[.!?]?$/is,
  async handle({ caller }, match, deps) {
    const whose = match[1] ?? match[2] ?? match[3];
    if (whose !== undefined) {
      const isNumber = /^(?:BK[- ]?|#)?\d+$/i.test(whose);
      const question = isNumber ? whose : `person:"${whose.replaceAll('"', "")}"`;
      return findTickets(question, null, caller, deps);
    }
    const own = await deps.store.ticketsOf(caller.id, MOST_ROWS);
    const words = wordsFor(caller);
    const says = { heading: words.say("list.yours"), empty: words.say("list.none-yet") };
    return { show: { card: "tickets", data: ticketsData(own, says, deps.clock.now(), words) } };
  },
};
