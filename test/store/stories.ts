import { randomUUID } from "node:crypto";
import { type CommandResult, runCommand } from "../../src/domain/run-command.ts";
import { nextDeadline } from "../../src/domain/ticket/deadlines.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { evolve, replay } from "../../src/domain/ticket/evolve.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId, ticketId } from "../../src/domain/ticket/ids.ts";
import type { Actor } from "../../src/domain/ticket/person.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import type { Append, Appended, TicketStore } from "../../src/ports/ticket-store.ts";
import { allowed, at, claimed, ended, noted, opened, resolved, viewAsked } from "../support/tickets.ts";

/** A whole story with personal text in it, of one session from the request to the resolution. */
export const wholeStory: readonly TicketEvent[] = [
  ...opened(),
  ...claimed(),
  ...viewAsked(),
  ...allowed(),
  ...noted(6, "Client certificate has run out."),
  ...ended(9),
  ...resolved(10),
];

type Options = Partial<Pick<Append, "idempotencyKey" | "nextDeadline" | "mostOpen" | "lease">> & {
  readonly before?: Ticket | null;
};

/** Appends events to what was `before`, by default to nothing. */
export async function tell(
  store: TicketStore,
  ticket: TicketId,
  events: readonly TicketEvent[],
  { before = null, idempotencyKey: press = null, nextDeadline = null, ...limit }: Options = {},
): Promise<Appended & { readonly after: Ticket }> {
  const after = events.reduce<Ticket | null>((state, event) => evolve(state, ticket, event), before);
  if (after === null) throw new Error("a story has at least one event");
  const expectedVersion = before?.version ?? 0;
  const appended = await store.append({
    ticket,
    expectedVersion,
    idempotencyKey: press,
    events,
    after,
    nextDeadline,
    ...limit,
  });
  return { ...appended, after };
}

/** A new ticket with this much of a story behind it. */
export async function toldTicket(
  store: TicketStore,
  events: readonly TicketEvent[] = opened(),
  options: Options = {},
): Promise<Ticket> {
  const { kind, after } = await tell(store, await store.nextTicketId(), events, options);
  if (kind !== "appended") throw new Error(`the story was not appended: ${kind}`);
  return after;
}

export const newPress = (): IdempotencyKey => idempotencyKey(randomUUID());

export const pickUp = (store: TicketStore, ticket: TicketId, actor: Actor): Promise<CommandResult> =>
  runCommand({ store, policy: defaultPolicy }, ticket, newPress(), {
    type: "ClaimTicket",
    rights: null,
    actor,
    at: at(1),
  });

/** The deadline that the default policy gives a ticket after this story. */
export function deadlineAfter(story: readonly TicketEvent[]): number | null {
  const ticket = replay(ticketId("BK-1"), story);
  return ticket === null ? null : nextDeadline(ticket, defaultPolicy);
}
