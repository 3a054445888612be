import { foundData, MOST_FOUND } from "../../cards/found-tickets.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { BotDeps, Caller, Command, Reply } from "../action.ts";
import { MOST_QUESTION, readTerms } from "../search-terms.ts";
import { storyOf } from "./show.ts";

/** `find vpn helper:hana since:2026-11-01` or `suche vpn helfer:hana`: the same search as in the compose box, as a card to page through. */
export const find: Command = {
  name: "find",
  // "Suche Hilfe beim Drucker" asks for help.
  pattern: /^(?:find|suche(?!\s+(?:hilfe|jemand))(?:\s+nach)?)(?:\s+(.+))?$/is,
  handle: async ({ caller }, match, deps) =>
    match[1] === undefined
      ? { say: wordsFor(caller).say("find.what") }
      : findTickets(match[1], null, caller, deps),
};

/** @param before the number where the page before ended; null for the first page. */
export async function findTickets(
  question: string,
  before: number | null,
  caller: Caller,
  deps: BotDeps,
): Promise<Reply> {
  const text = question.trim().slice(0, MOST_QUESTION).toWellFormed();
  const terms = readTerms(text, caller);
  if (terms.ticket !== undefined) return storyOf(terms.ticket, caller, deps);
  const { sight, isCertain } = await deps.searchScopeOf(caller.id);
  const page = await deps.store.search({
    ...terms,
    sight,
    limit: MOST_FOUND,
    ...(before === null ? {} : { before }),
  });
  const words = wordsFor(caller);
  if (!(await deps.readLog.list({ caller, sight }, text, page.tickets)))
    return { say: words.say("bot.unrecorded") };
  const reader = { sight, reopenWindow: deps.policy.reopenWindow };
  const empty = words.say(isCertain ? "list.none-found" : "list.unsure");
  const data = foundData(text, page, before, empty, reader, deps.clock.now(), words);
  return { show: { card: "found-tickets", data } };
}
