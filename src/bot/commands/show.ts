import type { CardContent } from "../../cards/catalog.ts";
import { asOf } from "../../cards/view.ts";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import type { SearchScope } from "../../ports/ticket-search.ts";
import { type StoryReader, storyCard } from "../../surfaces/story.ts";
import { moment } from "../../surfaces/words.ts";
import type { BotDeps, Command, Reply } from "../action.ts";
import type { Caller } from "../caller.ts";
import { explain } from "../explain.ts";
import { UNRECORDED } from "../read-log.ts";

/** `show BK-1042`: the whole story of a ticket, for whoever may see it. */
export const show: Command = {
  name: "show",
  summary: "the whole story of a request: show BK-1042",
  pattern: /^show(?:\s+(?:BK[- ]?|#)?(\d{1,9}))?[.!?]?$/i,
  handle: async ({ caller }, match, world) =>
    match[1] === undefined
      ? { say: "Which one? Type show and its number, such as show BK-1042." }
      : showTicket(ticketId(`BK-${Number(match[1])}`), caller, world),
};

export async function showTicket(id: TicketId, caller: Caller, world: BotDeps, page = 0): Promise<Reply> {
  const story = await storyOf(id, caller, world, page);
  return "card" in story ? { show: story } : story;
}

/** What to say instead for a ticket that is not there or not for this reader: they cannot tell one from the other. */
export async function storyOf(
  id: TicketId,
  caller: Caller,
  world: BotDeps,
  page: number,
): Promise<CardContent | { readonly say: string }> {
  const { sight } = await world.sightOf(caller.id);
  const { tickets } = await world.store.search({ sight, ticket: id, limit: 1 });
  const ticket = tickets.length === 0 ? null : await world.store.read(id);
  if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
  if (!(await world.reads.story({ caller, sight }, ticket))) return { say: UNRECORDED };
  const reader = readerOf(sight, caller.id === ticket.sharer.id);
  const [trail, reads] = await Promise.all([
    world.store.trail(id),
    reader === "staff" ? [] : world.reads.of(id),
  ]);
  const now = world.clock.now();
  return storyCard({
    ticket: asOf(ticket, world.policy, now),
    events: trail.map(({ event }) => event),
    reads,
    reader,
    page,
    clock: (at) => moment(at, now, caller),
  });
}

/** On their own request even a helper or an auditor reads what a sharer reads. */
function readerOf({ kind }: SearchScope, isSharer: boolean): StoryReader {
  if (isSharer || kind === "own") return "sharer";
  return kind === "auditor" ? "auditor" : "staff";
}
