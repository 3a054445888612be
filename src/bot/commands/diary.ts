import { type DiaryTicket, diaryData, MOST_SESSIONS } from "../../cards/diary.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { DiaryMark } from "../../ports/ticket-search.ts";
import { StoreUnavailable } from "../../ports/ticket-store.ts";

import type { BotDeps, Caller, Command, Reply } from "../action.ts";

/** `my devices`, `devices`, `my data` or `meine Geräte`: every session on the caller's devices. Needs no role and no Graph. */
export const myDevices: Command = {
  name: "devices",
  pattern: /^(?:(?:my )?devices|my data|(?:meine )?ger(?:ä|ae)te|meine daten)[.!?]?$/i,
  handle: ({ caller }, _match, deps) => showDiary({}, caller, deps),
};

export async function showDiary(
  from: { readonly olderThan?: DiaryMark; readonly newerThan?: DiaryMark },
  caller: Caller,
  deps: BotDeps,
): Promise<Reply> {
  const page = await deps.store.diaryOf(caller.id, { limit: MOST_SESSIONS, ...from });
  const ids = [...new Set(page.entries.map(({ ticket }) => ticket))];
  const read = await Promise.all(ids.map((id) => readIfIntact(id, deps)));
  const tickets = new Map(read.flatMap((each) => (each === null ? [] : [[each.ticket.id, each]])));
  return { show: { card: "diary", data: diaryData(page, tickets, deps.clock.now(), wordsFor(caller)) } };
}

/**
 * Reasons are only in the sealed events, so an erasure and retention remove them. One stream that fails verification
 * must not hide the rest of the diary.
 */
async function readIfIntact(id: TicketId, { store, log }: BotDeps): Promise<DiaryTicket | null> {
  try {
    const [ticket, thread] = await Promise.all([store.read(id), store.thread(id)]);
    return ticket === null ? null : { ticket, thread };
  } catch (fault) {
    if (fault instanceof StoreUnavailable) throw fault;
    log.warn("diary.unreadable", { ticket: id, error: fault instanceof Error ? fault.name : "unknown" });
    return null;
  }
}
