import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalIn } from "../../../src/bot/perform.ts";
import { ENGLISH } from "../../../src/cards/text/words.ts";
import { authority } from "../../../src/domain/ticket/authority.ts";
import { nextDeadline, passTime } from "../../../src/domain/ticket/deadlines.ts";
import { decide, isClockSkewed, isRefusal } from "../../../src/domain/ticket/decide.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { evolve, replay } from "../../../src/domain/ticket/evolve.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../../src/domain/ticket/ticket.ts";
import { sam } from "../../support/people.ts";
import { MINUTE, T0, TICKET } from "../../support/tickets.ts";
import { createModel } from "./model.ts";
import { commandOf, type Step, stories } from "./random-commands.ts";

const STORIES = 3_000;
const LONG_SILENCE = 100 * 24 * 60 * MINUTE;

/** Which share of the stories had such an event at least once. */
const reached = new Map<string, number>();

describe("random commands in random order on random clocks", () => {
  test("the six invariants hold after every step", () => {
    fc.assert(fc.property(fc.noBias(stories), tell), { numRuns: STORIES });
  });

  test.each([
    ["view in force", 0.9],
    ["control in force", 0.45],
    ["elevation in force", 0.3],
    ["EscalationAsked", 0.75],
    ["ExtensionAsked", 0.5],
    ["SessionPaused", 0.3],
    ["SessionResumed", 0.25],
    ["GrantRevoked", 0.2],
    ["GrantExpired", 0.1],
    ["AskLapsed", 0.45],
    ["ConsentRefused", 0.08],
    ["EligibilityDenied", 0.15],
    ["EndWarned", 0.08],
    ["SessionVerified", 0.5],
    ["SessionUnverified", 0.1],
    ["SessionEnded", 0.5],
    ["TicketHandedOver", 0.15],
    ["TicketReopened", 0.2],
    ["a session ended in doubt", 0.01],
  ])("the stories really reach it: %s", (what, share) => {
    expect((reached.get(what) ?? 0) / STORIES).toBeGreaterThanOrEqual(share);
  });
});

function tell(steps: readonly Step[]): void {
  const model = createModel(sam.id);
  const trail: TicketEvent[] = [];
  const levels = new Set<string>();
  let ticket: Ticket | null = null;
  let clock = T0;
  for (const step of steps) {
    clock += step.minutes * MINUTE;
    const before: Ticket | null = ticket;
    const command = commandOf(step, clock, before);
    const decision = decide(command, before, defaultPolicy);
    if (isRefusal(decision)) {
      expectSentence(refusalIn(ENGLISH, decision, clock));
      continue;
    }
    model.observe(command, decision);
    trail.push(...decision);
    ticket = grown(ticket, decision);
    if (before !== null && isClockSkewed(before, clock)) givesNothing(command.type, before, ticket, levels);
    for (const later of [0, 1, MINUTE, 6 * MINUTE, 11 * MINUTE, 13 * MINUTE])
      agreesOn(ticket, model.allowed, ticket.lastAt + later);
    levels.add(`${authority(ticket, ticket.lastAt).level} in force`);
    quietUntil(ticket, Math.max(clock, ticket.lastAt));
  }
  if (ticket === null) throw new Error("every story opens a ticket");
  let after = ticket;
  // A claim that lapses begins a wait, which has its own steps.
  for (const _ of ["the claim", "the first step", "the leads"]) {
    const at = after.lastAt + LONG_SILENCE;
    const silence = passTime(after, defaultPolicy, at);
    model.observe({ type: "PassTime", at }, silence);
    trail.push(...silence);
    after = grown(after, silence);
  }
  if (after.session !== null || !model.everySessionHasEnded())
    throw new Error("a session outlived the silence");
  if (nextDeadline(after, defaultPolicy) !== null) throw new Error("something is due after all is over");
  const reread = replay(TICKET, JSON.parse(JSON.stringify(trail)));
  if (!isDeepStrictEqual(reread, after)) throw new Error("the trail tells another story than the ticket");
  for (const what of [...model.seen.keys(), ...levels]) reached.set(what, (reached.get(what) ?? 0) + 1);
}

/** With clocks that disagree no right grows, and every right ends with time. */
function givesNothing(type: string, before: Ticket, after: Ticket, seen: Set<string>): void {
  const inForce = ({ session }: Ticket) => session?.grants.filter(({ over }) => over === null).length ?? 0;
  if (inForce(after) > inForce(before)) throw new Error("something was given in doubt");
  if (type !== "PassTime") return;
  if (after.session !== null) throw new Error("a session outlived a doubt");
  if (before.session !== null) seen.add("a session ended in doubt");
}

function grown(ticket: Ticket | null, events: readonly TicketEvent[]): Ticket {
  const after = events.reduce<Ticket | null>((state, event) => evolve(state, TICKET, event), ticket);
  if (after === null) throw new Error("a trail without events");
  return after;
}

function agreesOn(ticket: Ticket, allowed: (at: number) => string | null, at: number): void {
  const { level, until } = authority(ticket, at);
  if (level !== allowed(at)) throw new Error(`${level} is in force, ${allowed(at)} was consented to`);
  if (until !== null && until <= at) throw new Error("authority that is over already");
}

/** What is due by then comes once, and what is next lies ahead. */
function quietUntil(ticket: Ticket, at: number): void {
  const passed = passTime(ticket, defaultPolicy, at);
  const then = grown(ticket, passed);
  if (passTime(then, defaultPolicy, at).length > 0) throw new Error("time passed twice");
  const next = nextDeadline(then, defaultPolicy);
  if (next !== null && next <= at) throw new Error(`due at ${next}, and it is ${at}`);
}

function expectSentence(said: string): void {
  if (said.length < 16 || /[{}]|undefined|null/.test(said)) throw new Error(`no sentence: “${said}”`);
}
