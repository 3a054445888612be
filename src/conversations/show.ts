import type { Drawing } from "../cards/catalog.ts";
import type { Sight } from "../ports/ticket-search.ts";
import { asOf } from "../surfaces/as-of.ts";
import { type StoryReader, storyCard } from "../surfaces/story.ts";
import { moment } from "../surfaces/words.ts";
import { type TicketId, ticketId } from "../ticket/ids.ts";
import { refuse } from "../ticket/refusal.ts";
import type { Caller, Command, Reply, World } from "./conversation.ts";
import { explain } from "./explain.ts";

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

export async function showTicket(id: TicketId, caller: Caller, world: World, page = 0): Promise<Reply> {
  const story = await storyOf(id, caller, world, page);
  return story === null ? { say: explain(refuse("no_such_ticket"), caller, world) } : { show: story };
}

/** Null for a ticket that is not there and for one that is not for this reader: they cannot tell one from the other. */
export async function storyOf(
  id: TicketId,
  caller: Caller,
  world: World,
  page: number,
): Promise<Drawing | null> {
  const { sight } = await world.sightOf(caller.id);
  const { tickets } = await world.store.search({ sight, ticket: id, limit: 1 });
  if (tickets.length === 0) return null;
  const [ticket, trail] = await Promise.all([world.store.read(id), world.store.trail(id)]);
  if (ticket === null) return null;
  const now = world.clock.now();
  return storyCard({
    ticket: asOf(ticket, world.policy, now),
    events: trail.map(({ event }) => event),
    reader: readerOf(sight, caller.id === ticket.sharer.id),
    clock: (at) => moment(at, now, caller),
    page,
  });
}

/** On their own request even a helper reads what a sharer reads. */
function readerOf({ kind }: Sight, isSharer: boolean): StoryReader {
  if (kind === "auditor") return "auditor";
  return isSharer || kind === "own" ? "sharer" : "staff";
}
