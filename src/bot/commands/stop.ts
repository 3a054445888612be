import { wordsFor } from "../../cards/text/words.ts";
import { idempotencyKey, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { BotDeps, Command, Reply, TypedMessage } from "../action.ts";
import { actorOn, explain, perform } from "../perform.ts";
import { readsAsStop } from "../reads-as-stop.ts";
import { noSuchTicket, ticketFor } from "../ticket-for.ts";

/** Of the request that a typed stop is about. */
export const NUMBER = /(?:BK[- ]?|#)(\d{1,12})(?!\d)/i;

/**
 * Any words that mean stop end every session that the person takes part in, as sharer or as helper. With a number,
 * `stop BK-1042`, they end that one, which a lead may do too.
 */
export const typedStop: Command = {
  name: "stop",
  pattern: /^.*$/s,
  async handle(message, _match, deps) {
    const { caller } = message;
    const number = NUMBER.exec(message.text)?.[1];
    const text = number === undefined ? message.text : message.text.replace(NUMBER, " ");
    const isPlain = [text, message.words].some((each) => readsAsStop(each, caller) === "stop");
    const sessions = (await deps.store.sessionsWith(caller.id)).map(({ id }) => id);
    if (number !== undefined) {
      const named = ticketId(`BK-${Number(number)}`);
      // A mistyped number must not keep the caller's own session going.
      const isMistyped = sessions.length > 0 && (await deps.store.read(named))?.session == null;
      return isPlain ? stopAll(isMistyped ? sessions : [named], message, deps) : null;
    }
    if (isPlain && sessions.length === 0) {
      return message.isEdit ? null : { say: wordsFor(caller).say("bot.nothing-to-stop") };
    }
    if (isPlain || (await namesSomebodyIn(sessions, text, message, deps))) {
      return stopAll(sessions, message, deps);
    }
    return null;
  },
};

/** "Hana, stop" and "stop Hana" are stops: the names of a session's people are ignored. */
async function namesSomebodyIn(
  sessions: readonly TicketId[],
  text: string,
  { caller }: TypedMessage,
  { store }: BotDeps,
): Promise<boolean> {
  if (sessions.length === 0 || readsAsStop(text, caller) === "neither") return false;
  const tickets = await Promise.all(sessions.map((id) => store.read(id)));
  const people = tickets.flatMap((ticket) => (ticket?.session ? [ticket.sharer, ticket.session.helper] : []));
  const names = people.flatMap(({ name }) => name.text ?? []);
  return readsAsStop(text, { locale: caller.locale, names }) === "stop";
}

async function stopAll(ids: readonly TicketId[], message: TypedMessage, deps: BotDeps): Promise<Reply> {
  const said = await Promise.all(ids.map((id) => stopOne(id, message, deps)));
  return { say: said.join("\n\n") };
}

async function stopOne(id: TicketId, message: TypedMessage, deps: BotDeps): Promise<string> {
  const { caller } = message;
  const { say, moment } = wordsFor(caller);
  const attempt = { command: "StopSession", key: idempotencyKey(`${message.id}/${id}/refused`) } as const;
  const known = await ticketFor(id, caller, attempt, deps);
  if (known === null) return noSuchTicket(caller, deps).say;
  const { ticket } = known;
  const actor = known.actor ?? (await actorOn(ticket, caller, "StopSession", deps.directory));
  const command = { type: "StopSession", actor, at: deps.clock.now() } as const;
  const result = await perform(deps, id, keyOf(message, ticket), command, ticket);
  if (result.kind === "refused") return `${id}: ${explain(result.refusal, caller, deps)}`;
  const endedAt = result.ticket.past.at(-1)?.endedAt;
  const time = moment(endedAt ?? deps.clock.now(), deps.clock.now());
  return say("bot.stopped", { ticket: id, time });
}

/** The same message, delivered or edited once more, also ends what was asked or resumed since. */
function keyOf({ id }: TypedMessage, ticket: Ticket) {
  const resumed = ticket.session?.pauses.filter(({ to }) => to !== null).length ?? 0;
  return idempotencyKey(`${id}/${ticket.id}/${ticket.asks}/${resumed}`);
}
