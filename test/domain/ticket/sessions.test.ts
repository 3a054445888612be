import { describe, expect, test } from "vitest";
import { authority } from "../../../src/domain/ticket/authority.ts";
import { decide } from "../../../src/domain/ticket/decide.ts";
import { replay } from "../../../src/domain/ticket/evolve.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import { by, orders, unasked } from "../../support/commands.ts";
import { asHana, asLena, asSam, hana, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  opened,
  reported,
  TICKET,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const asked = [...opened(), ...claimed(), ...viewAsked()];
const live = [...asked, ...allowed()];
const controlAsked = [...live, ...escalationAsked()];
const inControl = [...controlAsked, ...controlAllowed()];
const second = { ...orders.allow, ask: 2 };
const paused = (minutes: number, by = sam) => event(minutes, by, { type: "SessionPaused", session: 1 });

describe("stop", () => {
  test("always wins: a yes that comes after it changes nothing", () => {
    const stopped = given(controlAsked)
      .when(by(asSam, 11, orders.stop))
      .leaves();
    expect(decide(by(asSam, 11, second), stopped, defaultPolicy)).toMatchObject({ refused: "ask_cancelled" });
    expect(authority(stopped, at(11)).level).toBeNull();
  });

  test("cancels an open ask", () => {
    const { past } = given(asked)
      .when(by(asSam, 4, orders.stop))
      .leaves();
    expect(past).toMatchObject([{ cause: "ended-by-sharer", asks: [{ answer: { outcome: "cancelled" } }] }]);
  });

  test("ends also a paused session", () => {
    given(live, [paused(10)])
      .when(by(asHana, 11, orders.stop))
      .records({ type: "SessionEnded", cause: "ended-by-helper" });
  });
});

describe("stepping down", () => {
  test("leaves view and takes an open question for more with it", () => {
    const more = escalationAsked(12, { ask: 3, level: "elevation" });
    given(inControl, more)
      .when(by(asLena, 13, orders.stepDown))
      .records({ type: "AskCancelled", ask: 3 }, { type: "GrantRevoked", level: "control", cause: "lead" });
    const { session } = given(inControl, more)
      .when(by(asHana, 13, orders.stepDown))
      .leaves();
    expect(session?.grants).toMatchObject([{ over: null }, { over: { at: at(13), cause: "helper" } }]);
  });

  test("needs a session", () => {
    given(opened(), claimed())
      .when(by(asSam, 3, orders.stepDown))
      .refuses("no_session");
  });
});

describe("a pause", () => {
  test("suspends view, takes control back for good and cancels what was asked", () => {
    const story = [...inControl, ...extensionAsked(12, { ask: 3, level: "control" })];
    given(story)
      .when(by(asSam, 13, orders.pause))
      .records(
        { type: "AskCancelled", ask: 3 },
        { type: "GrantRevoked", level: "control", cause: "paused" },
        { type: "SessionPaused", by: sam },
      );
    const after = given(story)
      .when(by(asSam, 13, orders.pause))
      .leaves();
    expect(authority(after, at(13)).level).toBeNull();
  });

  test("is lifted by the sharer: back to view, until the end that was allowed", () => {
    const resumed = given(live, [paused(10, hana)])
      .when(by(asSam, 15, orders.resume))
      .leaves();
    expect(authority(resumed, at(15))).toEqual({ level: "view", until: at(34) });
  });

  test("stops no clock", () => {
    given(live, [paused(10)])
      .when(by(asSam, 34, orders.resume))
      .refuses("no_session");
  });

  test("cannot come twice, nor before the first yes", () => {
    given(live, [paused(10)])
      .when(by(asHana, 11, orders.pause))
      .refuses("session_paused");
    given(asked)
      .when(by(asSam, 4, orders.pause))
      .refuses("no_session");
  });

  test("refuses every ask for more", () => {
    given(live, [paused(10)])
      .when(by(asHana, 11, orders.askForControl))
      .refuses("session_paused");
  });
});

describe("what the transport says", () => {
  test("is kept once, also after the end of the session", () => {
    given(live, reported(9, "helper-says-started"))
      .when(by(asHana, 10, orders.helperStarted))
      .records();
    const { past } = given(live, ended(10))
      .when(by(asSam, 11, orders.sharerEnded))
      .leaves();
    expect(past).toMatchObject([{ transport: { "sharer-says-ended": at(11) } }]);
  });

  test("about a session that never was, is refused", () => {
    given(live)
      .when(by(asHana, 10, { ...orders.helperStarted, session: 2 }))
      .refuses("no_session");
  });

  test("confirms an end once, and only one that Beckon knows of", () => {
    const confirm = unasked(12, { type: "ConfirmEnd", session: 1 });
    given(live).when(confirm).records();
    given(live, ended(10))
      .when(confirm)
      .records({ type: "TransportReported", fact: "end-confirmed", by: null });
    given(live, ended(10), [
      event(11, null, { type: "TransportReported", session: 1, fact: "end-confirmed" }),
    ])
      .when(confirm)
      .records();
  });
});

describe("a stream", () => {
  test("begins with the opening, and has only one", () => {
    expect(() => replay(TICKET, claimed())).toThrow("begins with TicketClaimed");
    expect(() => ticketAfter(opened(), opened())).toThrow("opened twice");
    expect(() => decide(by(asSam, 1, orders.open), ticketAfter(opened()), defaultPolicy)).toThrow("exists");
    expect(replay(TICKET, [])).toBeNull();
  });

  test("ignores a late answer about a session that is over", () => {
    const late = [...live, ...ended(10), ...controlAllowed(11)];
    expect(authority(ticketAfter(late), at(12)).level).toBeNull();
  });
});
