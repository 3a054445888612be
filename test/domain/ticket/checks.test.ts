import { describe, expect, test } from "vitest";
import { authority, nextCheck } from "../../../src/domain/ticket/authority.ts";
import { nextDeadline } from "../../../src/domain/ticket/deadlines.ts";
import { decide } from "../../../src/domain/ticket/decide.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { ticketId } from "../../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import { by, check, orders, passTime, silentCheck } from "../../support/commands.ts";
import { asHana, asSam, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  MINUTE,
  opened,
  silent,
  ticketAfter,
  unmet,
  unverified,
  verified,
  viewAsked,
} from "../../support/tickets.ts";

/** Asked at 3 with the default terms: checked every 2 minutes, with a grace of 5. */
const { recheck } = defaultPolicy;
const asked = [...opened(), ...claimed(), ...viewAsked().map((event) => ({ ...event, recheck }))];
const live = [...asked, ...allowed()];
const controlAsked = [...live, ...verified(6), ...verified(8), ...escalationAsked()];
const inControl = [...controlAsked, ...controlAllowed()];
const lost = unmet.filter(({ outcome }) => outcome === "unmet");
const level = (minutes: number, ...story: readonly (readonly TicketEvent[])[]) =>
  authority(ticketAfter(...story), at(minutes)).level;

describe("a lost condition", () => {
  test("lowers the level to what still holds, and what still holds is verified", () => {
    given(inControl)
      .when(check(12, "view"))
      .records(
        { type: "GrantRevoked", level: "control", cause: "eligibility-lost", findings: lost },
        { type: "SessionVerified", level: "view" },
      );
  });

  test("leaves alone what is not above it", () => {
    given(inControl).when(check(12, "control")).records({ type: "SessionVerified", level: "control" });
    given(live).when(check(6, "view")).records({ type: "SessionVerified", level: "view" });
    given(controlAsked).when(check(11, "control")).records({ type: "SessionVerified", level: "view" });
  });

  test("takes back the question for what is not allowed any more: a late yes grants nothing", () => {
    given(controlAsked)
      .when(check(11, "view"))
      .records(
        { type: "AskCancelled", ask: 2 },
        { type: "EligibilityDenied", level: "control", findings: lost },
        { type: "SessionVerified", level: "view" },
      );
    const after = given(controlAsked).when(check(11, "view")).leaves();
    const late = by(asSam, 11, { ...orders.allow, ask: 2 });
    expect(decide(late, after, defaultPolicy)).toMatchObject({ refused: "ask_cancelled" });
  });

  test("ends a session of which nothing is left, also before the first yes and in a pause", () => {
    const end = { type: "SessionEnded", cause: "eligibility-lost", findings: lost, by: null } as const;
    given(inControl).when(check(12, null)).records(end);
    given(asked).when(check(4, null)).records(end);
    given(live, [event(5, sam, { type: "SessionPaused", session: 1 })])
      .when(check(6, null))
      .records(end);
  });

  test("about an earlier session ends no later one", () => {
    const next = [...live, ...ended(10), ...viewAsked(11, { ask: 2 }, 2)];
    given(next).when(check(12, null)).records();
    given(opened()).when(check(12, null)).records();
  });
});

describe("a check", () => {
  test("is due within the interval, and no two tickets are due at one moment for long", () => {
    const ticket = ticketAfter(live);
    const due = nextCheck(ticket) ?? 0;
    expect(due).toBeGreaterThanOrEqual(at(3) + 1.5 * MINUTE);
    expect(due).toBeLessThanOrEqual(at(5));
    expect(nextDeadline(ticket, defaultPolicy)).toBe(at(15));
    const neighbours = [1042, 1043, 1044].map((n) => nextCheck({ ...ticket, id: ticketId(`BK-${n}`) }));
    expect(new Set(neighbours).size).toBe(3);
  });

  test("is due only during access; before that only on request", () => {
    expect(nextCheck(ticketAfter(asked))).toBeNull();
    expect(nextCheck(ticketAfter(live, ended(5)))).toBeNull();
    given(asked).when(check(4)).records();
  });

  test("is tried again sooner while its sources are silent", () => {
    expect(nextCheck(ticketAfter(live, unverified(6)))).toBe(at(7));
  });

  test("is never made up by the clock", () => {
    given(live).when(passTime(9)).records();
    expect(nextCheck(given(live).when(passTime(9)).leaves())).toBeLessThan(at(5));
  });

  test("counts as made by an ask for more, because every ask checks eligibility", () => {
    const doubted = [...live, ...unverified(5)];
    const { session } = given(doubted)
      .when(by(asHana, 6, orders.askForControl))
      .leaves();
    expect(session?.verification).toMatchObject({ at: at(6), silence: null });
  });

  test("changes no card when it finds nothing new", () => {
    const { version, seenVersion } = ticketAfter(live, verified(6), unverified(8));
    expect(version - seenVersion).toBe(2);
  });
});

describe("a silent source", () => {
  test("takes nothing away by itself; since when it is silent is kept", () => {
    given(inControl).when(silentCheck(12)).records({ type: "SessionUnverified", findings: silent });
    const twice = ticketAfter(inControl, unverified(12), unverified(13));
    expect(twice.session?.verification.silence).toEqual({ since: at(12), triedAt: at(13), findings: silent });
    expect(authority(twice, at(16)).level).toBe("control");
  });

  test("beside a lost condition hides it not", () => {
    given(inControl)
      .when(check(12, null, unmet))
      .records({ type: "SessionEnded", findings: lost });
  });

  test("lowers the session to view after one grace period and ends it after two", () => {
    const silence = [...inControl, ...verified(12), ...unverified(13.5), ...unverified(18)];
    given(silence).when(passTime(18.4)).records();
    given(silence)
      .when(passTime(18.5))
      .records({ type: "GrantRevoked", level: "control", cause: "eligibility-lost", findings: silent });
    given(silence)
      .when(passTime(30))
      .records(
        { type: "GrantRevoked", level: "control", at: at(30), endedAt: at(18.5) },
        { type: "SessionEnded", cause: "eligibility-lost", findings: silent, endedAt: at(23.5) },
      );
  });

  test("takes effect by the clock alone, without a recorded event", () => {
    const silence = [...inControl, ...verified(12), ...unverified(13.5)];
    expect([18.4, 18.5, 23.4, 23.5].map((minutes) => level(minutes, silence))).toEqual([
      ...["control", "view", "view", null],
    ]);
  });

  test("shorter than the grace period costs nothing", () => {
    const { session } = given(inControl, unverified(12), unverified(15)).when(check(16)).leaves();
    expect(session?.verification).toMatchObject({ at: at(16), silence: null });
    expect(level(17, inControl, unverified(12), verified(16))).toBe("control");
  });

  test("that speaks again raises nothing", () => {
    const fallen = [...inControl, ...unverified(12)];
    const { session } = given(fallen).when(check(18)).leaves();
    expect(session?.verification.silence).toBeNull();
    expect(session?.grants).toMatchObject([
      { level: "view", over: null },
      { level: "control", over: { at: at(17), cause: "eligibility-lost" } },
    ]);
  });

  test("does not keep the sharer's time from running out", () => {
    const short = [...asked, ...allowed(4, { until: at(9) })];
    given(short, unverified(6))
      .when(passTime(30))
      .records({ type: "SessionEnded", cause: "expired", endedAt: at(9) });
  });
});

describe("missing checks", () => {
  test("is no reason to trust: the same end comes, counted from the check that was missed", () => {
    expect([9.9, 10, 14.9, 15].map((minutes) => level(minutes, live))).toEqual([
      ...["view", "view", "view", null],
    ]);
    given(live)
      .when(passTime(600))
      .records({ type: "SessionEnded", cause: "eligibility-lost", findings: [], endedAt: at(15) });
    expect([16.9, 17, 21.9, 22].map((minutes) => level(minutes, inControl))).toEqual([
      ...["control", "view", "view", null],
    ]);
  });

  test("for a while, followed by a check, change nothing", () => {
    given(live).when(check(14)).records({ type: "SessionVerified", level: "view" });
  });

  test("counts from the consent when the answer came late", () => {
    const late = [...asked, ...allowed(7.9, { until: at(37.9) })];
    expect(level(17.8, late)).toBe("view");
    expect(level(17.9, late)).toBeNull();
  });
});
