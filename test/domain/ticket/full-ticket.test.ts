import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UserCommand } from "../../../src/domain/ticket/commands.ts";
import { decide, isRefusal } from "../../../src/domain/ticket/decide.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { evolve } from "../../../src/domain/ticket/evolve.ts";
import type { Actor } from "../../../src/domain/ticket/person.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../../src/domain/ticket/ticket.ts";
import { by, check, orders, passTime } from "../../support/commands.ts";
import { asHana, asLena, asMia, asSam, hana, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  claimed,
  ended,
  escalationAsked,
  event,
  MINUTE,
  opened,
  resolved,
  T0,
  TICKET,
  ticketAfter,
  unmet,
  viewAsked,
} from "../../support/tickets.ts";
import { commandOf, type Step, stories } from "./random-commands.ts";

const STORIES = 400;
const narrow = { ...defaultPolicy, limits: { ...defaultPolicy.limits, notes: 5, events: 30 } };
/** What can still happen on a full ticket: once per session, and once to end the one that runs and the claim. */
const mostAfter = ({ past, session }: Ticket) => 4 * (past.length + (session === null ? 0 : 1)) + 16;
/** Beckon's own checks of the session that runs; they end with it. */
const CHECKS: readonly string[] = ["SessionVerified", "SessionUnverified"];

const grown = (ticket: Ticket | null, events: readonly TicketEvent[]): Ticket | null =>
  events.reduce<Ticket | null>((state, each) => evolve(state, TICKET, each), ticket);

describe("under random commands by anybody, a ticket", () => {
  let filled = 0;
  let stopped = 0;

  function tell(steps: readonly Step[]): void {
    let ticket: Ticket | null = null;
    let clock = T0;
    let checks = 0;
    for (const step of steps) {
      if (step.order.type === "OpenTicket" && ticket !== null) continue;
      clock += Math.max(0, step.minutes) * MINUTE;
      const decision = decide(commandOf(step, clock, ticket), ticket, narrow);
      if (isRefusal(decision)) continue;
      ticket = grown(ticket, decision);
      if (ticket === null || ticket.version < narrow.limits.events) continue;
      checks += decision.filter(({ type }) => CHECKS.includes(type)).length;
      const most = narrow.limits.events + mostAfter(ticket) + checks;
      if (ticket.version > most) throw new Error(`${ticket.version} events, at most ${most} expected`);
      canBeEnded(ticket, clock);
    }
    if (ticket === null || ticket.version < narrow.limits.events) return;
    filled += 1;
    if (filled % 20 === 0) insist(ticket, clock, checks);
  }

  /** Everybody gives one order again and again. */
  function insist(full: Ticket, at: number, checks: number): void {
    for (const order of Object.values<UserCommand>(orders)) {
      if (order.type === "OpenTicket") continue;
      let ticket = full;
      for (let round = 0; round < 60; round++) {
        for (const actor of [asSam, asHana, asLena, asMia]) {
          const decision = decide({ ...order, actor, at: at + round }, ticket, narrow);
          if (!isRefusal(decision)) ticket = grown(ticket, decision) ?? ticket;
        }
      }
      const most = narrow.limits.events + mostAfter(ticket) + checks;
      if (ticket.version > most) throw new Error(`${order.type}: ${ticket.version} events, not ${most}`);
    }
  }

  function canBeEnded(ticket: Ticket, at: number): void {
    const holder = ticket.claim === null ? asLena : { person: ticket.claim.helper, roles: asHana.roles };
    const ways: (readonly [UserCommand, Actor])[] =
      ticket.session === null
        ? []
        : [
            [orders.stop, asSam],
            [orders.stop, holder],
            [orders.stop, asLena],
          ];
    if (ticket.closedAt === null) ways.push([orders.withdraw, asSam], [orders.resolve, asLena]);
    for (const [order, actor] of ways) {
      const decision = decide({ ...order, actor, at }, ticket, narrow);
      // A right that has run out meanwhile leaves nothing to stop.
      if (isRefusal(decision) && decision.refused === "no_session") continue;
      if (isRefusal(decision)) throw new Error(`${order.type} is refused: ${decision.refused}`);
      if (grown(ticket, decision)?.session !== null) throw new Error(`${order.type} leaves the session`);
      stopped += 1;
    }
  }

  test("does not grow beyond its limit and what ends it, and can always be stopped and closed", () => {
    const long = fc.array(stories, { minLength: 4, maxLength: 6 }).map((each) => each.flat());
    fc.assert(fc.property(fc.noBias(long), tell), { numRuns: STORIES });
    expect(filled).toBeGreaterThan(STORIES * 0.9);
    expect(stopped).toBeGreaterThan(STORIES);
  });
});

describe("a full ticket", () => {
  const filler = (count: number, minutes = 4) =>
    Array.from({ length: count }, () =>
      event(minutes, sam, { type: "MoreHelpAsked", session: null, level: "control" }),
    );
  const held = [...opened(), ...claimed()];
  const live = [...held, ...viewAsked(), ...allowed()];
  const full = [...live, ...filler(30)];
  const asked = [...live, ...filler(30), ...escalationAsked(5)];
  const controlling = [...asked, ...allowed(6, { ask: 2, level: "control", until: T0 + 15 * MINUTE })];
  const over = [...full, ...ended(6), ...resolved(6.2)];

  test.each<[string, readonly TicketEvent[], Actor, UserCommand]>([
    ["stop", full, asSam, orders.stop],
    ["stop by the helper", full, asHana, orders.stop],
    ["stop by a lead", full, asLena, orders.stop],
    ["step down", controlling, asSam, orders.stepDown],
    ["pause", controlling, asSam, orders.pause],
    ["a no", asked, asSam, { ...orders.refuse, ask: 2 }],
    ["a wrong number", asked, asSam, { ...orders.allow, ask: 2, phrase: "00" }],
    ["taking a question back", asked, asHana, { ...orders.cancel, ask: 2 }],
    ["giving back", full, asHana, orders.giveBack],
    ["withdrawing", full, asSam, orders.withdraw],
    ["resolving", full, asHana, orders.resolve],
    ["a report about Remote Help", full, asHana, orders.helperStarted],
    ["feedback", over, asSam, orders.feedback],
  ])("takes %s", (_, story, actor, order) => {
    const decision = decide(by(actor, 6.5, order), ticketAfter(story), narrow);
    expect(isRefusal(decision) ? decision.refused : "taken").toBe("taken");
  });

  test.each<[string, readonly TicketEvent[], Actor, UserCommand]>([
    ["a note", full, asHana, orders.addNote],
    ["a change", full, asSam, orders.amend],
    ["a question", full, asHana, orders.askForControl],
    ["a yes", asked, asSam, { ...orders.allow, ask: 2 }],
    ["a hand-over", full, asHana, orders.handOver],
    ["a wish for more", full, asSam, orders.askForMoreHelp],
    ["a reopening", over, asSam, orders.reopen],
    ["the feedback that reopens", over, asSam, { ...orders.feedback, fixed: false }],
    ["resuming", [...full, event(5, sam, { type: "SessionPaused", session: 1 })], asSam, orders.resume],
  ])("takes no %s", (_, story, actor, order) => {
    given(story)
      .when(by(actor, 6.5, order), narrow)
      .refuses("ticket_full");
  });

  test("still says first whose it is", () => {
    given(full)
      .when(by(asMia, 6, orders.amend), narrow)
      .refuses("not_involved");
  });

  test("still records what time and checks bring", () => {
    given(full).when(passTime(30), narrow).records({ type: "EndWarned" });
    given(full).when(check(10), narrow).records({ type: "SessionVerified" });
    given(full)
      .when(check(10, null, unmet), narrow)
      .records({ type: "SessionEnded", cause: "eligibility-lost" });
    given(full).when(passTime(60), narrow).records({ type: "SessionEnded", cause: "expired" });
  });
});

describe("notes", () => {
  const notes = Array.from({ length: 5 }, () =>
    event(4, hana, { type: "NoteAdded", note: orders.addNote.note }),
  );

  test("are as many as the policy says, and the rest of the ticket goes on", () => {
    const held = given(opened(), claimed(), notes);
    held.when(by(asHana, 5, orders.addNote), narrow).refuses("notes_full", { most: 5 });
    held.when(by(asMia, 5, orders.addNote), narrow).refuses("not_involved");
    held.when(by(asHana, 5, orders.askForView), narrow).records({ type: "ViewAsked" });
    given(opened(), claimed(), notes.slice(1))
      .when(by(asHana, 5, orders.addNote), narrow)
      .records({ type: "NoteAdded" });
  });
});
