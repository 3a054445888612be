import type { Drawing } from "../cards/catalog.ts";
import { type Outcome, runCommand } from "../domain/run-command.ts";
import type { Command, Order } from "../domain/ticket/commands.ts";
import { type PressId, pressId, type TicketId } from "../domain/ticket/ids.ts";
import { type Refusal, refuse } from "../domain/ticket/refusal.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import { actorOn } from "./actor.ts";
import type { Caller } from "./caller.ts";
import type { OnTicket, Press, Reply, World } from "./conversation.ts";
import { explain } from "./explain.ts";
import { isStray, replaceStray } from "./stray.ts";

type MakeOrder = (ticket: Ticket) => Order | Refusal | Promise<Order | Refusal>;

/**
 * The common shape of a press on a ticket: who acts, what they order, what became of it. The answer is the card that
 * was pressed on, as it is now, or the sentence of the refusal; everybody else's cards follow.
 *
 * @throws {StoreUnavailable | DirectoryUnavailable} nothing was changed.
 */
export async function act(press: Press<OnTicket>, world: World, order: Order | MakeOrder): Promise<Reply> {
  const { ticket: id, surface } = press.data;
  const ticket = await world.store.read(id);
  if (ticket === null) return { say: explain(refuse("no_such_ticket"), press.caller, world) };
  const stray = await isStray(press, world);
  const given = typeof order === "function" ? await order(ticket) : order;
  if ("refused" in given) return { say: explain(given, press.caller, world) };
  const actor = await actorOn(ticket, press.caller, given.type, world.directory);
  const name = nameOf(press, ticket, given);
  const outcome = await perform(world, id, name, { ...given, actor, at: world.clock.now() });
  const instead = stray ? replaceStray(press, world, outcome.kind === "done" ? COUNTED : "") : null;
  const reply = await answer(outcome, surface, press.caller, world);
  return instead !== null && outcome.kind === "done" ? instead : reply;
}

const COUNTED = "What you pressed was done.";

const TAKES_BACK: ReadonlySet<Order["type"]> = new Set(["StopSession", "StepDown", "PauseSession"]);

/** A card may have fallen behind: pressed once more, it takes back what was asked, allowed or resumed since. */
function nameOf(press: Press<OnTicket>, ticket: Ticket, order: Order): PressId {
  if (!TAKES_BACK.has(order.type)) return press.id;
  const resumed = ticket.session?.pauses.filter(({ to }) => to !== null).length ?? 0;
  return pressId(`${press.id}/${ticket.asks}/${resumed}`);
}

/** Runs a command, logs what became of it and starts the delivery. */
export async function perform(
  world: World,
  id: TicketId,
  press: PressId,
  command: Command,
): Promise<Outcome> {
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
async function answer(outcome: Outcome, surface: string, reader: Caller, world: World): Promise<Reply> {
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
  world: World,
): Promise<Drawing | null> => world.surface(ticket, surface, reader.id).catch(tooLateToMatter(world));

/** The records can fail when all is decided; that must not be answered as if nothing had been. */
const tooLateToMatter =
  ({ log }: World) =>
  (fault: unknown): null => {
    if (!(fault instanceof StoreUnavailable)) throw fault;
    log.warn("answer.without-records", { error: fault.name });
    return null;
  };
