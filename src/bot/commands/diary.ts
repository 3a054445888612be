import { MOST_SESSIONS } from "../../cards/diary.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { DiaryMark } from "../../ports/ticket-search.ts";
import { StoreUnavailable } from "../../ports/ticket-store.ts";
import { diaryCard } from "../../surfaces/diary.ts";
import type { BotDeps, Command, Reply } from "../action.ts";
import type { Caller } from "../caller.ts";

/** `my devices`, `devices` or `my data`: every session on the person's devices, for themselves. Needs no role and no Graph. */
export const myDevices: Command = {
  name: "devices",
  summary: "every session on your devices: who, why, when, which level, how it ended",
  pattern: /^(?:(?:my )?devices|my data)[.!?]?$/i,
  handle: ({ caller }, _match, world) => showDiary({}, caller, world),
};

export async function showDiary(
  place: { readonly olderThan?: DiaryMark; readonly newerThan?: DiaryMark },
  caller: Caller,
  world: BotDeps,
): Promise<Reply> {
  const page = await world.store.diaryOf(caller.id, { limit: MOST_SESSIONS, ...place });
  const ids = [...new Set(page.entries.map(({ ticket }) => ticket))];
  const read = await Promise.all(ids.map((id) => readable(id, world)));
  const tickets = new Map(read.flatMap((ticket) => (ticket === null ? [] : [[ticket.id, ticket]])));
  return { show: diaryCard(page, tickets, world.clock.now(), caller) };
}

/**
 * Reasons stand in the sealed events and nowhere else, so they go with an erasure and with retention. One broken trail
 * must not take the rest of somebody's diary away.
 */
async function readable(id: TicketId, { store, log }: BotDeps): Promise<Ticket | null> {
  try {
    return await store.read(id);
  } catch (fault) {
    if (fault instanceof StoreUnavailable) throw fault;
    log.warn("diary.unreadable", { ticket: id, error: fault instanceof Error ? fault.name : "unknown" });
    return null;
  }
}
