import { z } from "zod";
import { idempotencyKey, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import { moment } from "../../surfaces/words.ts";
import { act, perform } from "../act.ts";
import { type BotDeps, type Command, defineAction, type TypedMessage } from "../action.ts";
import { actorOn } from "../actor.ts";
import { explain } from "../explain.ts";
import { onTicket } from "../fields.ts";

/** Everything ends at once, without a question. For the sharer it needs neither Graph nor Teams nor the transport. */
export const stopSession = defineAction({
  verb: "stop-session",
  data: z.strictObject(onTicket),
  handle: (press, world) => act(press, world, { type: "StopSession" }),
});

/**
 * The word `stop`: ends every session that the person takes part in. `stop BK-1042` ends that one, which a lead may
 * do too. A longer message that begins with the word is taken as a stop only while there is something to stop.
 */
export const typedStop: Command = {
  name: "stop",
  summary: "takes back your approval of every session at once",
  pattern: /^stop\b[\s.!,]*(BK-\d+)?(.*)$/is,
  async handle(utterance, match, world) {
    const named = match[1]?.toUpperCase();
    const sessions = named === undefined ? await world.store.sessionsWith(utterance.caller.id) : [];
    const tickets = named === undefined ? sessions.map(({ id }) => id) : [ticketId(named)];
    if (tickets.length === 0) {
      return match[2] === "" ? { say: "There is no session now: nobody may see your screen." } : null;
    }
    const said = await Promise.all(tickets.map((ticket) => stopOne(ticket, utterance, world)));
    return { say: said.join("\n\n") };
  },
};

async function stopOne(
  id: TicketId,
  { id: utterance, caller }: TypedMessage,
  world: BotDeps,
): Promise<string> {
  const ticket = await world.store.read(id);
  if (ticket === null) return `There is no ticket ${id}.`;
  const actor = await actorOn(ticket, caller, "StopSession", world.directory);
  const press = idempotencyKey(`${utterance}/${id}`);
  const outcome = await perform(world, id, press, { type: "StopSession", actor, at: world.clock.now() });
  if (outcome.kind === "refused") return `${id}: ${explain(outcome.refusal, caller, world)}`;
  const end = outcome.ticket.past.at(-1);
  if (end === undefined) return `${id}: access is withdrawn.`;
  return `${id}: access was withdrawn at ${moment(end.endedAt, world.clock.now(), caller)}. If Remote Help is still open on the screen, close it there too.`;
}
