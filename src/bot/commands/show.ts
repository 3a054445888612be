import type { StoryReader } from "../../cards/story-lines.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { storyData } from "../../cards/ticket-story.ts";
import { asOf } from "../../cards/view.ts";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { SearchScope } from "../../ports/ticket-search.ts";
import type { BotDeps, Caller, ChatScope, Command, Reply } from "../action.ts";
import { countProbe, noSuchTicket } from "../ticket-for.ts";

/** `show BK-1042` or `zeige BK-1042`: the whole story of a ticket, for callers who may see it. */
export const show: Command = {
  name: "show",
  pattern: /^(?:show|zeige?)(?:\s+(?:BK[- ]?|#)?(\d{1,9}))?[.!?]?$/i,
  handle: async ({ caller }, match, deps) =>
    match[1] === undefined
      ? { say: wordsFor(caller).say("show.which") }
      : storyOf(ticketId(`BK-${Number(match[1])}`), caller, deps),
};

/** A ticket that does not exist and one that the caller may not see get the same answer. */
export async function storyOf(id: TicketId, caller: Caller, deps: BotDeps, page = 0): Promise<Reply> {
  const { sight, isCertain } = await deps.searchScopeOf(caller.id);
  const { tickets } = await deps.store.search({ sight, ticket: id, limit: 1 });
  const ticket = tickets.length === 0 ? null : await deps.store.read(id);
  if (ticket === null) {
    if (isCertain && sight.kind === "own") await countProbe(caller, deps);
    return noSuchTicket(caller, deps);
  }
  const words = wordsFor(caller);
  if (!(await deps.readLog.story({ caller, sight }, ticket))) return { say: words.say("bot.unrecorded") };
  const reader = readerOf(sight, caller.id === ticket.sharer.id);
  const [trail, thread, reads] = await Promise.all([
    deps.store.trail(id),
    deps.store.thread(id),
    reader === "staff" ? [] : deps.readLog.of(id),
  ]);
  const now = deps.clock.now();
  const story = {
    ticket: asOf(ticket, deps.policy, now),
    events: trail.map(({ event }) => event),
    thread,
    reads,
    reader,
    sight,
    reopenWindow: deps.policy.reopenWindow,
    page,
    now,
  };
  return { show: { card: "ticket-story", data: storyData(story, words) } };
}

/** Outside the caller's personal chat the story goes there, and the card in front of others stays as it is. */
export async function storyIn(
  id: TicketId,
  caller: Caller,
  scope: ChatScope,
  deps: BotDeps,
  page = 0,
): Promise<Reply> {
  const story = await storyOf(id, caller, deps, page);
  if (scope.kind === "personal" || !("show" in story)) return story;
  const { say } = wordsFor(caller);
  return (await deps.send(caller.id, story.show))
    ? { say: say("bot.story-in-our-chat", { ticket: id }) }
    : { say: say("bot.story-needs-chat") };
}

/** On their own request even a helper or an auditor reads what a sharer reads. */
function readerOf({ kind }: SearchScope, isSharer: boolean): StoryReader {
  if (isSharer || kind === "own") return "sharer";
  return kind === "auditor" ? "auditor" : "staff";
}
