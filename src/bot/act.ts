import type { CardContent } from "../cards/catalog.ts";
import { type CommandResult, runCommand } from "../domain/run-command.ts";
import type { Command, UserCommand } from "../domain/ticket/commands.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId } from "../domain/ticket/ids.ts";
import { type Refusal, refuse } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Action, BotDeps, OnTicket, Reply } from "./action.ts";
import { actorOn } from "./actor.ts";
import type { Caller } from "./caller.ts";
import { isDuplicateCard, replaceDuplicateCard } from "./duplicate-card.ts";
import { explain } from "./explain.ts";

type MakeOrder = (ticket: Ticket) => UserCommand | Refusal | Promise<UserCommand | Refusal>;

/**
 * The common shape of a press on a ticket: who acts, what they order, what became of it. The answer is the card that
 * was pressed on, as it is now, or the sentence of the refusal; everybody else's cards follow.
 *
 * @throws {StoreUnavailable | DirectoryUnavailable} nothing was changed.
 */
export async function act(
  press: Action<OnTicket>,
  world: BotDeps,
  order: UserCommand | MakeOrder,
): Promise<Reply> {
  const { ticket: id, surface } = press.data;
  const ticket = await world.store.read(id);
  if (ticket === null) return { say: explain(refuse("no_such_ticket"), press.caller, world) };
  const stray = await isDuplicateCard(press, world);
  const given = typeof order === "function" ? await order(ticket) : order;
  if ("refused" in given) return { say: explain(given, press.caller, world) };
  const actor = await actorOn(ticket, press.caller, given.type, world.directory);
  const name = nameOf(press, ticket, given);
  const outcome = await perform(world, id, name, { ...given, actor, at: world.clock.now() });
  const instead = stray ? replaceDuplicateCard(press, world, outcome.kind === "done" ? COUNTED : "") : null;
  const reply = await answer(outcome, surface, press.caller, world);
  return instead !== null && outcome.kind === "done" ? instead : reply;
}

const COUNTED = "What you pressed was done.";

const TAKES_BACK: ReadonlySet<UserCommand["type"]> = new Set(["StopSession", "StepDown", "PauseSession"]);

/** A card may have fallen behind: pressed once more, it takes back what was asked, allowed or resumed since. */
function nameOf(press: Action<OnTicket>, ticket: Ticket, order: UserCommand): IdempotencyKey {
  if (!TAKES_BACK.has(order.type)) return press.id;
  const resumed = ticket.session?.pauses.filter(({ to }) => to !== null).length ?? 0;
  return idempotencyKey(`${press.id}/${ticket.asks}/${resumed}`);
}

/** Runs a command, logs what became of it and starts the delivery. */
export async function perform(
  world: BotDeps,
  id: TicketId,
  press: IdempotencyKey,
  command: Command,
): Promise<CommandResult> {
  const outcome = await runCommand(world, id, press, command);
  const actor = "actor" in command ? command.actor.person.id : null;
  if (outcome.kind === "refused") {
    world.log.info("command.refused", {
      ticket: id,
      command: command.type,
      actor,
      code: outcome.refusal.refused,
    });
  } else {
    world.log.info("command.done", {
      ticket: id,
      command: command.type,
      actor,
      events: outcome.events.length,
    });
  }
  world.wake(outcome.ticket?.id ?? id);
  return outcome;
}

/** A refusal is said; the pressed card is drawn anew for everybody, because it showed a button that was of no use. */
async function answer(
  outcome: CommandResult,
  surface: string,
  reader: Caller,
  world: BotDeps,
): Promise<Reply> {
  if (outcome.kind === "refused") {
    const { ticket, refusal } = outcome;
    if (ticket !== null) {
      await world.deliveryStore.redraw(ticket.id, surface).catch(tooLateToMatter(world));
      world.wake(ticket.id);
    }
    return { say: explain(refusal, reader, world) };
  }
  const drawing = await draw(outcome.ticket, surface, reader, world);
  return drawing === null ? { nothing: true } : { show: drawing };
}

/** The presser's card after what was done; null when there is none, or when it could not be looked up any more. */
export const draw = (
  ticket: Ticket,
  surface: string,
  reader: Caller,
  world: BotDeps,
): Promise<CardContent | null> => world.surface(ticket, surface, reader.id).catch(tooLateToMatter(world));

/** The records can fail when all is decided; that must not be answered as if nothing had been. */
const tooLateToMatter =
  ({ log }: BotDeps) =>
  (fault: unknown): null => {
    if (!(fault instanceof StoreUnavailable)) throw fault;
    log.warn("answer.without-records", { error: fault.name });
    return null;
  };
