import { MOST_QUEUED, queueData } from "../../cards/queue.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { withoutThread } from "../../ports/messenger.ts";
import type { BotDeps, Caller, ChatScope, Command, Reply } from "../action.ts";
import { staffActor } from "../perform.ts";

/** `queue`: the open requests, for helpers and leads in their own chat; in the helpdesk channel it brings the board. */
export const queue: Command = {
  name: "queue",
  pattern:
    /^(?:(?:the |show |open )?(?:queue|board)|what(?:'s| is) waiting|who is waiting|(?:die )?warteschlange|w(?:er|as) wartet)[.!?]?$/i,
  async handle({ caller, scope }, _match, deps) {
    if (withoutThread(scope.address.conversationId) !== deps.helpdesk)
      return showQueue(0, caller, scope, deps);
    const { say } = wordsFor(deps.channelReader);
    return { say: say((await deps.bringBoard()) ? "board.comes" : "board.nowhere") };
  },
};

/** One page of the queue, in the caller's own chat. Recorded like every list that shows other people's requests. */
export async function showQueue(
  skip: number,
  caller: Caller,
  scope: ChatScope,
  deps: BotDeps,
): Promise<Reply> {
  const words = wordsFor(caller);
  const { roles } = await staffActor(caller, deps.directory);
  if (!roles.helper && !roles.lead) return { say: words.say("queue.staff-only") };
  const [page, backlog] = await Promise.all([
    deps.store.queueOf(caller.id, { skip, limit: MOST_QUEUED }),
    deps.store.backlog(),
  ]);
  const sight = { kind: roles.lead ? "lead" : "helper", person: caller.id } as const;
  const found = page.entries.map((entry) => ({ ...entry, number: Number(entry.id.slice("BK-".length)) }));
  if (!(await deps.readLog.list({ caller, sight }, "queue", found))) {
    return { say: words.say("bot.unrecorded") };
  }
  const reader = { id: caller.id, roles };
  const data = queueData(page, skip, backlog, reader, deps.clock.now(), words);
  if (scope.kind === "personal") return { show: { card: "queue", data } };
  const isSent = await deps.send(caller.id, { card: "queue", data });
  return { say: words.say(isSent ? "bot.see-our-chat" : "bot.story-needs-chat") };
}
