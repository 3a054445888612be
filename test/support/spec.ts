import { expect } from "vitest";
import type { Command } from "../../src/domain/ticket/commands.ts";
import { type Decision, decide, isRefusal } from "../../src/domain/ticket/decide.ts";
import type { EventPayload, TicketEvent } from "../../src/domain/ticket/events.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { defaultPolicy, type Policy } from "../../src/domain/ticket/policy.ts";
import type { Refusal, RefusalCode } from "../../src/domain/ticket/refusal.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { TICKET, ticketAfter } from "./tickets.ts";

/** What a test cares about: the type and any fields, compared as far as they are stated. */
export type Stated = { [Type in EventPayload["type"]]: StatedOf<Type> }[EventPayload["type"]];
type StatedOf<Type extends EventPayload["type"]> = { readonly type: Type } & Partial<
  Omit<Extract<EventPayload, { type: Type }>, "type">
> &
  Partial<Pick<TicketEvent, "at" | "by">>;

/** `given(what happened).when(a command).records(what it brings about)`, or `.refuses(code)`. */
export function given(...story: readonly (readonly TicketEvent[])[]) {
  const events = story.flat();
  return {
    when: (command: Command, policy: Policy = defaultPolicy) =>
      outcome(events, decide(command, replay(TICKET, events), policy)),
  };
}

function outcome(story: readonly TicketEvent[], decision: Decision) {
  return {
    /** In this order and nothing else; `records()` is a command that changes nothing. */
    records(...events: readonly Stated[]): void {
      if (isRefusal(decision)) expect.fail(`refused: ${decision.refused}`);
      expect(decision.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
      expect(decision).toMatchObject(events);
    },
    refuses(code: RefusalCode, about: Omit<Refusal, "refused"> = {}): void {
      expect(decision).toMatchObject({ refused: code, ...about });
    },
    /** The ticket afterwards, for what only its state shows. */
    leaves(): Ticket {
      if (isRefusal(decision)) expect.fail(`refused: ${decision.refused}`);
      return ticketAfter(story, decision);
    },
  };
}
