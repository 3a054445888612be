import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, UserCommand } from "../../src/domain/ticket/commands.ts";
import { decide, isRefusal } from "../../src/domain/ticket/decide.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { evolve } from "../../src/domain/ticket/evolve.ts";
import type { Actor } from "../../src/domain/ticket/person.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { commandOf, stories } from "../domain/ticket/random-commands.ts";
import { notEligible, orders } from "../support/commands.ts";
import { drawAll, looks, usual } from "../support/draw-all.ts";
import { everyFinding, withOddities } from "../support/odd-texts.ts";
import { asHana, asSam } from "../support/people.ts";
import { MINUTE, T0, TICKET } from "../support/tickets.ts";

const STORIES = 100;
/** Each story is looked at after so many events again: the next one is looked at in between. */
const EVERY = 3;
/** Which cards were ever drawn. */
const drawn = new Set<string>();

describe("whatever happened on a ticket, and whenever somebody looks", () => {
  test("every card about it can be drawn", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.noBias(stories), looks, (steps, look) => {
        let clock = T0;
        const told = trailOf(steps, (step, ticket) => {
          clock += step.minutes * MINUTE;
          return commandOf(step, clock, ticket);
        });
        const trail = told.map((event) => withOddities(event, look.text, everyFinding(look.seen)));
        for (let length = 1 + (steps.length % EVERY); length <= trail.length; length += EVERY) {
          for (const card of drawAll(trail.slice(0, length), look)) drawn.add(card);
        }
      }),
      { numRuns: STORIES },
    );
  });

  test.each([
    ...["closing", "consent", "desk", "eligibility", "escalation", "live", "notice"],
    ...["receipt", "summary", "ticket-channel", "ticket-sharer", "ticket-story"],
  ])("the stories really reach it: %s", (card) => {
    expect([...drawn]).toContain(card);
  });
});

type Step = readonly [Actor, UserCommand];
const open: readonly Step[] = [[asSam, orders.open]];
const claimed: readonly Step[] = [...open, [asHana, orders.claim]];
const viewed: readonly Step[] = [
  [asHana, orders.askForView],
  [asSam, orders.allow],
];
const live: readonly Step[] = [...claimed, ...viewed];

/** What two people can do without end while no clock stops them: how it begins, and what is repeated. */
const OVER_AND_OVER: Readonly<Record<string, readonly [readonly Step[], readonly Step[]]>> = {
  "pauses and resumes": [
    live,
    [
      [asSam, orders.pause],
      [asSam, orders.resume],
    ],
  ],
  "allows control and takes it back": [
    live,
    [
      [asHana, orders.askForControl],
      [asSam, orders.allow],
      [asSam, orders.stepDown],
    ],
  ],
  "refuses control": [
    live,
    [
      [asHana, orders.askForControl],
      [asSam, orders.refuse],
    ],
  ],
  "refuses to be seen": [
    claimed,
    [
      [asHana, orders.askForView],
      [asSam, orders.refuse],
    ],
  ],
  "is not eligible": [claimed, [[asHana, { ...orders.askForView, eligibility: notEligible("view") }]]],
  "gives the ticket back": [
    open,
    [
      [asHana, orders.claim],
      [asHana, orders.giveBack],
    ],
  ],
  "writes notes": [live, [[asHana, orders.addNote]]],
  "reopens the ticket": [
    open,
    [
      [asHana, orders.claim],
      [asHana, orders.resolve],
      [asSam, orders.reopen],
    ],
  ],
};
const TIMES = 150;

describe.each(Object.keys(OVER_AND_OVER))("when somebody %s over and over", (what) => {
  test.each(["while it goes on", "after a session"])("every card can be drawn %s", (when) => {
    const [before, again] = OVER_AND_OVER[what] ?? [[], []];
    const rounds = Array.from({ length: TIMES }, () => again).flat();
    const after: readonly Step[] = [[asHana, orders.claim], ...viewed, [asSam, orders.stop]];
    const steps = [...before, ...rounds, ...(when === "after a session" ? after : [])];
    let clock = T0;
    const trail = trailOf(steps, ([actor, order], ticket) => {
      clock += 1_000;
      const ask = "ask" in order ? { ask: ticket?.asks ?? 0 } : {};
      return { ...order, ...ask, actor, at: clock };
    });
    expect(trail.length).toBeGreaterThan(TIMES);
    expect(drawAll(trail, usual)).toContain("ticket-sharer");
  });
});

/** What came of these steps; refused ones leave nothing behind. */
function trailOf<Each>(
  steps: readonly Each[],
  commandFor: (step: Each, ticket: Ticket | null) => Command,
): TicketEvent[] {
  const trail: TicketEvent[] = [];
  let ticket: Ticket | null = null;
  for (const step of steps) {
    const decision = decide(commandFor(step, ticket), ticket, defaultPolicy);
    if (isRefusal(decision)) continue;
    trail.push(...decision);
    ticket = decision.reduce<Ticket | null>((state, event) => evolve(state, TICKET, event), ticket);
  }
  return trail;
}
