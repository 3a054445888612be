import type { z } from "zod";
import { QUEUE, STORY } from "../cards/queue.ts";
import { wordsFor } from "../cards/text/words.ts";
import { notTheSharer } from "../domain/ticket/authority.ts";
import type { UserCommand } from "../domain/ticket/commands.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId } from "../domain/ticket/ids.ts";
import type { Actor } from "../domain/ticket/person.ts";
import type { Refusal } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { DirectoryUnavailable } from "../ports/directory.ts";
import type { Action, ActionDefinition, BotDeps, Caller, OnTicket, Reply } from "./action.ts";
import { showQueue } from "./commands/queue.ts";
import { storyIn } from "./commands/show.ts";
import { actorOn, explain, perform, unlessUnavailable } from "./perform.ts";
import { answerOnCard, mendCard } from "./pressed-card.ts";
import { noSuchTicket, ticketFor } from "./ticket-for.ts";

interface OnOneTicket<Data> {
  readonly ticket: Ticket;
  readonly caller: Caller;
  readonly data: Data;
  readonly deps: BotDeps;
}
type Said = { readonly say: string };
type OrLater<Value> = Value | Promise<Value>;

/** Whose button it is besides what the rules of its command say: with "sharer", everyone else is refused. */
interface Whose {
  readonly by?: "sharer";
}

/** An action that becomes one command on its ticket. A refusal, or a sentence of its own, runs no command. */
interface CommandAction<Data extends OnTicket, Type extends UserCommand["type"]> extends Whose {
  readonly verb: string;
  /** Of the command; an attempt by somebody without a part in the ticket is recorded as it, and no command is made. */
  readonly type: Type;
  readonly data: z.ZodType<Data>;
  command(of: OnOneTicket<Data>): OrLater<Extract<UserCommand, { type: Type }> | Refusal | Said>;
}

/** An action that answers about its ticket with a card of its own and changes nothing. */
interface ShowAction<Data extends OnTicket> extends Whose {
  readonly verb: string;
  readonly data: z.ZodType<Data>;
  show(of: OnOneTicket<Data> & { readonly action: Action<Data> }): OrLater<Reply | Refusal>;
}

/**
 * People without a part in the ticket and refusals are answered here, and in no file of an action. `handle` is for
 * actions that need neither.
 */
export function defineAction<Data extends OnTicket, Type extends UserCommand["type"]>(
  definition: CommandAction<Data, Type> | ShowAction<Data>,
): ActionDefinition<Data>;
export function defineAction<Data>(definition: ActionDefinition<Data>): ActionDefinition<Data>;
export function defineAction<Data extends OnTicket>(
  definition: CommandAction<Data, UserCommand["type"]> | ShowAction<Data> | ActionDefinition<Data>,
): ActionDefinition<Data> {
  if ("handle" in definition) return definition;
  const isSharersAlone = definition.by === "sharer";
  return {
    verb: definition.verb,
    data: definition.data,
    async handle(action, deps) {
      const { caller, data } = action;
      const isAttempt = "type" in definition && !isSharersAlone;
      const attempt = isAttempt ? { command: definition.type, key: refusedKey(action) } : null;
      const known = await ticketFor(data.ticket, caller, attempt, deps);
      if (known === null) return noSuchTicket(caller, deps);
      const { ticket } = known;
      if (isSharersAlone && ticket.sharer.id !== caller.id) {
        return { say: explain(notTheSharer(ticket), caller, deps) };
      }
      if ("show" in definition) {
        const shown = await definition.show({ ticket, caller, data, deps, action });
        return "refused" in shown ? { say: explain(shown, caller, deps) } : shown;
      }
      const command = await definition.command({ ticket, caller, data, deps });
      if ("say" in command) return command;
      if ("refused" in command) return { say: explain(command, caller, deps) };
      const actor = known.actor ?? (await actorOn(ticket, caller, command.type, deps.directory));
      return run(action, ticket, command, actor, deps);
    },
  };
}

/**
 * Runs the command. The answer is the pressed card as it is now, or the sentence of a refusal; everybody else's cards
 * follow through the delivery.
 *
 * @throws {StoreUnavailable} nothing was changed.
 */
async function run(
  action: Action<OnTicket>,
  before: Ticket,
  command: UserCommand,
  actor: Actor,
  deps: BotDeps,
): Promise<Reply> {
  const { caller } = action;
  const key = keyOf(action, before, command);
  const result = await perform(deps, before.id, key, { ...command, actor, at: deps.clock.now() }, before);
  if (result.kind === "done") {
    const done = wordsFor(caller).say("notice.done");
    const { surface } = action.data;
    if (surface === QUEUE || surface === STORY)
      return (await listAfter(surface, before.id, action, deps)) ?? { say: done };
    return answerOnCard(action, result.ticket, done, deps);
  }
  await mendCard(action, result.ticket ?? before, deps);
  return { say: explain(result.refusal, caller, deps) };
}

/** Null when Graph or the store cannot tell what is in it; the action is committed by then. */
async function listAfter(
  list: typeof QUEUE | typeof STORY,
  ticket: TicketId,
  { caller, scope }: Action<OnTicket>,
  deps: BotDeps,
): Promise<Reply | null> {
  try {
    const shown = list === QUEUE ? showQueue(0, caller, scope, deps) : storyIn(ticket, caller, scope, deps);
    return await unlessUnavailable(deps, shown);
  } catch (fault) {
    if (fault instanceof DirectoryUnavailable) return null;
    throw fault;
  }
}

const refusedKey = ({ id }: Action<OnTicket>) => idempotencyKey(`${id}/refused`);

const TAKES_BACK: ReadonlySet<UserCommand["type"]> = new Set(["StopSession", "StepDown", "PauseSession"]);

/**
 * A card may have fallen behind: pressed once more, it takes back what was asked, allowed or resumed since. A client
 * that lost the card's version pressed on the present one.
 */
function keyOf({ id, data }: Action<OnTicket>, ticket: Ticket, { type }: UserCommand): IdempotencyKey {
  const key = data.version === undefined ? `${id}/v${ticket.version}` : id;
  if (!TAKES_BACK.has(type)) return idempotencyKey(key);
  const resumed = ticket.session?.pauses.filter(({ to }) => to !== null).length ?? 0;
  return idempotencyKey(`${key}/${ticket.asks}/${resumed}`);
}
