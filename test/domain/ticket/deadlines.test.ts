import { describe, expect, test } from "vitest";
import { authority } from "../../../src/domain/ticket/authority.ts";
import { nextDeadline } from "../../../src/domain/ticket/deadlines.ts";
import { decide } from "../../../src/domain/ticket/decide.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import { by, orders, passTime } from "../../support/commands.ts";
import { asHana, asHugo, asSam, hana } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  handedOver,
  MINUTE,
  noted,
  opened,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed()];
const inControl = [...live, ...escalationAsked(), ...controlAllowed()];
const due = (story: readonly TicketEvent[]) => nextDeadline(ticketAfter(story), defaultPolicy);

describe("the next deadline", () => {
  test.each([
    ["of an open ticket: when it is posted again", opened(), at(30)],
    ["of a claim without any work: its reminder", held, at(9)],
    ["of a claim with work: none", [...held, ...noted(3, "On it.")], null],
    ["of a question for view: the end of its window", asked, at(8)],
    ["of a live session: five minutes before its end", live, at(29)],
    ["of control: five minutes before control ends", inControl, at(21)],
    ["of a question for control: the end of its window", [...live, ...escalationAsked()], at(12)],
    ["after a session: none", [...live, ...ended(10)], null],
  ])("%s", (_, story, moment) => {
    expect(due(story)).toBe(moment);
  });
});

describe("authority", () => {
  test("ends at the end of each grant without a recorded event", () => {
    const ticket = ticketAfter(inControl);
    expect(authority(ticketAfter(asked), at(4))).toEqual({ level: null, until: null });
    expect(authority(ticket, at(12))).toEqual({ level: "control", until: at(26) });
    expect(authority(ticket, at(26))).toEqual({ level: "view", until: at(34) });
    expect(authority(ticket, at(34))).toEqual({ level: null, until: null });
  });

  test("is nothing before it was given, for a clock that goes backwards", () => {
    expect(authority(ticketAfter(live), at(3)).level).toBeNull();
  });

  test("is nothing while the session is paused", () => {
    const paused = event(10, hana, { type: "SessionPaused", session: 1 });
    expect(authority(ticketAfter(live, [paused]), at(11)).level).toBeNull();
  });
});

describe("time passes:", () => {
  test("warnings come five minutes and one minute before the end, then the end", () => {
    const fiveLeft = given(live).when(passTime(29)).leaves();
    expect(fiveLeft.session?.warned).toEqual([5 * MINUTE]);
    expect(nextDeadline(fiveLeft, defaultPolicy)).toBe(at(33));
    given(live)
      .when(passTime(33))
      .records({ type: "EndWarned", before: 5 * MINUTE }, { type: "EndWarned", before: MINUTE });
    given(live)
      .when(passTime(34))
      .records({ type: "SessionEnded", cause: "expired", endedAt: at(34) });
  });

  test("after control has fallen back to view, the end of view gets a new warning", () => {
    const fallen = given(inControl).when(passTime(26)).leaves();
    expect(fallen.session?.warned).toEqual([]);
    expect(nextDeadline(fallen, defaultPolicy)).toBe(at(29));
  });

  test("no warning for a grant that is shorter than it", () => {
    expect(due([...asked, ...allowed(4, { until: at(8) })])).toBe(at(7));
    expect(due([...asked, ...allowed(4, { until: at(4.5) })])).toBe(at(4.5));
  });

  test("a lease that lapsed leaves the ticket open to the next helper", () => {
    given(held)
      .when(by(asHugo, 15, orders.claim))
      .records({ type: "ClaimLapsed", by: null, at: at(15) }, { type: "TicketClaimed", by: asHugo.person });
  });

  test("a lease ends with the helper's first work, not with the sharer's, nor with a refused attempt", () => {
    const attempt = event(3, hana, { type: "AttemptRefused", command: "AnswerAsk", code: "not_the_sharer" });
    const bySam = given(held, [attempt])
      .when(by(asSam, 3, orders.addNote))
      .leaves();
    expect(bySam.claim?.leaseUntil).toBe(at(12));
    expect(
      given(held)
        .when(by(asHana, 3, orders.addNote))
        .leaves().claim?.leaseUntil,
    ).toBeNull();
  });

  test("who takes a ticket over, also for themself, starts with a lease", () => {
    const until = (...story: readonly TicketEvent[]) => ticketAfter(story).claim?.leaseUntil;
    expect(until(...held, ...noted(3, "On it."), ...handedOver(5))).toBe(at(15));
    expect(until(...held, ...handedOver(5, asHugo.person, asHugo.person))).toBe(at(15));
  });

  test("a process that slept for hours finds all that it missed, in order", () => {
    const asleep = [...inControl, ...escalationAsked(12, { ask: 3, level: "elevation" })];
    given(asleep)
      .when(passTime(600))
      .records(
        { type: "AskLapsed", ask: 3, at: at(600) },
        { type: "GrantExpired", level: "control", until: at(26) },
        { type: "SessionEnded", cause: "expired", endedAt: at(34), at: at(600), by: null },
      );
  });

  test("a session that ended while the process slept keeps the moments at which access really ended", () => {
    const { past } = given(inControl).when(passTime(600)).leaves();
    expect(past).toMatchObject([
      {
        endedAt: at(34),
        grants: [
          { level: "view", over: { at: at(34), cause: "session-ended" } },
          { level: "control", over: { at: at(26), cause: "expired" } },
        ],
      },
    ]);
  });

  test("at one and the same moment a question lapses before the session expires", () => {
    given(live, escalationAsked(32))
      .when(passTime(34))
      .records({ type: "AskLapsed", ask: 2 }, { type: "SessionEnded", cause: "expired" });
  });

  test("asked twice, nothing new", () => {
    const once = given(inControl).when(passTime(600)).leaves();
    expect(decide(passTime(601), once, defaultPolicy)).toEqual([]);
  });

  test("before the rule of a late command: stop after the end finds no session", () => {
    given(live)
      .when(by(asSam, 40, orders.stop))
      .refuses("no_session");
  });

  test("a session that lapsed does not stand in the way of the next", () => {
    given(asked)
      .when(by(asHana, 30, orders.askForView))
      .records(
        { type: "AskLapsed" },
        { type: "SessionEnded", cause: "lapsed", endedAt: at(8) },
        { type: "ViewAsked", session: 2 },
      );
  });
});

describe("a clock that goes backwards", () => {
  test("moves no event before the one that it follows", () => {
    given(live)
      .when(by(asSam, -60, orders.stop))
      .records({ type: "SessionEnded", at: at(4), endedAt: at(4) });
  });

  test("prolongs nothing", () => {
    const { session } = given(asked)
      .when(by(asSam, 2.6, orders.allow))
      .leaves();
    expect(session?.grants).toMatchObject([{ from: at(3), until: at(33) }]);
    const late = given(live).when(passTime(34)).leaves();
    expect(decide(by(asSam, 5, orders.resume), late, defaultPolicy)).toMatchObject({ refused: "no_session" });
  });

  test("brings about nothing by itself", () => {
    given(live).when(passTime(3.6)).records();
  });
});
