import type { DiaryMark } from "../ports/ticket-search.ts";
import { diaryCard } from "../surfaces/diary.ts";
import type { Caller, Command, Reply, World } from "./conversation.ts";

const MOST_ENTRIES = 5;

/** `my devices`, `devices` or `my data`: every session on the person's devices, for themselves. Needs no role and no Graph. */
export const myDevices: Command = {
  name: "devices",
  summary: "every session on your devices: who, when, which level, why it ended",
  pattern: /^(?:(?:my )?devices|my data)[.!?]?$/i,
  handle: ({ caller }, _match, world) => showDiary({}, caller, world),
};

export async function showDiary(
  place: { readonly olderThan?: DiaryMark; readonly newerThan?: DiaryMark },
  caller: Caller,
  world: World,
): Promise<Reply> {
  const page = await world.store.diaryOf(caller.id, { limit: MOST_ENTRIES, ...place });
  return { show: diaryCard(page, world.clock.now(), caller) };
}
