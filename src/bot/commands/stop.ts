import { idempotencyKey, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import { moment } from "../../surfaces/words.ts";
import type { BotDeps, Command, TypedMessage } from "../action.ts";
import { actorOn, explain, perform } from "../perform.ts";

/**
 * The word `stop`: ends every session that the person takes part in. `stop BK-1042` ends that one, which a lead may
 * do too. A longer message that begins with the word is taken as a stop only while there is something to stop.
 */
export const typedStop: Command = {
  name: "stop",
  summary: "takes back your approval of every session at once",
  pattern: /^stop\b[\s.!,]*(BK-\d+)?(.*)$/is,
  async handle(message, match, deps) {
    const named = match[1]?.toUpperCase();
    const sessions = named === undefined ? await deps.store.sessionsWith(message.caller.id) : [];
    const tickets = named === undefined ? sessions.map(({ id }) => id) : [ticketId(named)];
    if (tickets.length === 0) {
      return match[2] === "" ? { say: "There is no session now: nobody may see your screen." } : null;
    }
    const said = await Promise.all(tickets.map((ticket) => stopOne(ticket, message, deps)));
    return { say: said.join("\n\n") };
  },
};

async function stopOne(id: TicketId, message: TypedMessage, deps: BotDeps): Promise<string> {
  const { caller } = message;
  const ticket = await deps.store.read(id);
  if (ticket === null) return `There is no ticket ${id}.`;
  const actor = await actorOn(ticket, caller, "StopSession", deps.directory);
  const key = idempotencyKey(`${message.id}/${id}`);
  const result = await perform(deps, id, key, { type: "StopSession", actor, at: deps.clock.now() });
  if (result.kind === "refused") return `${id}: ${explain(result.refusal, caller, deps)}`;
  const end = result.ticket.past.at(-1);
  if (end === undefined) return `${id}: access is withdrawn.`;
  return `${id}: access was withdrawn at ${moment(end.endedAt, deps.clock.now(), caller)}. If Remote Help is still open on the screen, close it there too.`;
}
