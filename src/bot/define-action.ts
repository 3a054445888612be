import type { z } from "zod";
import { replacedCard } from "../cards/notice.ts";
import { QUEUE } from "../cards/queue.ts";
import { wordsFor } from "../cards/text/words.ts";
import { notTheSharer } from "../domain/ticket/authority.ts";
import type { UserCommand } from "../domain/ticket/commands.ts";
import { type IdempotencyKey, idempotencyKey } from "../domain/ticket/ids.ts";
import { type Refusal, refuse } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { withoutThread } from "../ports/messenger.ts";
import type { Action, ActionDefinition, BotDeps, Caller, OnTicket, Reply } from "./action.ts";
import { showQueue } from "./commands/queue.ts";
import { actorOn, cardAfter, explain, perform, unlessUnavailable } from "./perform.ts";

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
interface CommandAction<Data extends OnTicket> extends Whose {
  readonly verb: string;
  readonly data: z.ZodType<Data>;
  command(of: OnOneTicket<Data>): OrLater<UserCommand | Refusal | Said>;
}

/** An action that answers about its ticket with a card of its own and changes nothing. */
interface ShowAction<Data extends OnTicket> extends Whose {
  readonly verb: string;
  readonly data: z.ZodType<Data>;
  show(of: OnOneTicket<Data> & { readonly action: Action<Data> }): OrLater<Reply | Refusal>;
}

/** The ticket is read, its absence and refusals are answered here; `handle` is for actions that need neither. */
export function defineAction<Data extends OnTicket>(
  definition: CommandAction<Data> | ShowAction<Data>,
): ActionDefinition<Data>;
export function defineAction<Data>(definition: ActionDefinition<Data>): ActionDefinition<Data>;
export function defineAction<Data extends OnTicket>(
  definition: CommandAction<Data> | ShowAction<Data> | ActionDefinition<Data>,
): ActionDefinition<Data> {
  if ("handle" in definition) return definition;
  const isSharersAlone = definition.by === "sharer";
  return {
    isSharersAlone,
    verb: definition.verb,
    data: definition.data,
    async handle(action, deps) {
      const { caller, data } = action;
      const ticket = await deps.store.read(data.ticket);
      if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, deps) };
      if (isSharersAlone && ticket.sharer.id !== caller.id) {
        return { say: explain(notTheSharer(ticket), caller, deps) };
      }
      if ("show" in definition) {
        const shown = await definition.show({ ticket, caller, data, deps, action });
        return "refused" in shown ? { say: explain(shown, caller, deps) } : shown;
      }
      const isDuplicate = await isDuplicateCard(action, deps);
      const command = await definition.command({ ticket, caller, data, deps });
      if ("say" in command) return command;
      if ("refused" in command) return { say: explain(command, caller, deps) };
      return run(action, ticket, command, isDuplicate, deps);
    },
  };
}

/**
 * Runs the command. The answer is the pressed card as it is now, or the sentence of a refusal; everybody else's cards
 * follow through the delivery.
 *
 * @throws {StoreUnavailable | DirectoryUnavailable} nothing was changed.
 */
async function run(
  action: Action<OnTicket>,
  before: Ticket,
  command: UserCommand,
  isDuplicate: boolean,
  deps: BotDeps,
): Promise<Reply> {
  const { caller, data } = action;
  const actor = await actorOn(before, caller, command.type, deps.directory);
  const key = keyOf(action, before, command);
  const result = await perform(deps, before.id, key, { ...command, actor, at: deps.clock.now() });
  if (result.kind === "done") {
    if (isDuplicate) return replaceDuplicateCard(action, deps, true);
    if (data.surface === QUEUE) return showQueue(0, caller, action.scope, deps);
    const card = await cardAfter(result.ticket, data.surface, caller, deps);
    return card === null ? { nothing: true } : { show: card };
  }
  if (isDuplicate) replaceDuplicateCard(action, deps, false);
  // The card showed a button that was of no use, so it is rendered again for everybody.
  await unlessUnavailable(deps, deps.deliveryStore.redraw(before.id, data.surface));
  deps.wake(before.id);
  return { say: explain(result.refusal, caller, deps) };
}

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

/** Teams names messages by the millisecond; another kind of name is never taken for a different message. */
const MESSAGE_ID = /^\d{13,}$/;

/**
 * True when the pressed message is a duplicate of a card that lives in another message: left by a post that was repeated
 * because its outcome was unknown, or by a repost. What is pressed on it counts. A card whose post had an
 * unknown outcome has arrived when it is pressed, and is reconciled from then on.
 */
export async function isDuplicateCard(
  { data, messageId, scope }: Action<OnTicket>,
  deps: BotDeps,
): Promise<boolean> {
  if (messageId === null || data.surface === "") return false;
  try {
    const chat = withoutThread(scope.address.conversationId);
    const kept = await deps.deliveryStore.adopt(data.ticket, data.surface, chat, messageId);
    return kept !== messageId && MESSAGE_ID.test(kept ?? "") && MESSAGE_ID.test(messageId);
  } catch {
    deps.log.warn("surface.not-adopted", { ticket: data.ticket });
    return false;
  }
}

/** Takes the buttons off the duplicate for everybody, and shows the same to the caller at once. */
export function replaceDuplicateCard(
  { data, messageId, scope, caller }: Action<OnTicket>,
  deps: BotDeps,
  isDone: boolean,
): Reply {
  const words = wordsFor(caller);
  const notice = replacedCard(data.ticket, words, isDone ? words.say("notice.done") : "");
  if (messageId !== null) {
    const { address } = scope;
    deps.replace({ ...address, conversationId: withoutThread(address.conversationId) }, messageId, notice);
  }
  return { show: notice };
}
