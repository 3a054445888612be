import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { hana, sam } from "../support/people.ts";
import { sessionCards } from "../support/session-cards.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  MINUTE,
  opened,
  reported,
  silent,
  unmet,
  unverified,
  verified,
  viewAsked,
} from "../support/tickets.ts";

const live = [opened(), claimed(), viewAsked(), allowed()];
const controlled = [...live, escalationAsked(), controlAllowed()];
const paused = [event(12, sam, { type: "SessionPaused", session: 1 })];
const warned = (minutes: number, before: number) => [
  event(minutes, null, { type: "EndWarned", session: 1, before: before * MINUTE }),
];
const controlRevoked = (minutes: number) => [
  event(minutes, sam, { type: "GrantRevoked", session: 1, level: "control", cause: "sharer", findings: [] }),
];

const controlOver = (minutes: number) => [
  event(minutes, null, { type: "GrantExpired", session: 1, level: "control", until: at(minutes) }),
];
const lost = (minutes: number, findings = unmet) => [
  event(minutes, null, {
    type: "GrantRevoked",
    session: 1,
    level: "control",
    cause: "eligibility-lost",
    findings,
  }),
];

describe("while nobody can tell whether the conditions hold, the live card", () => {
  const checked = [
    opened(),
    claimed(),
    viewAsked().map((each) => ({ ...each, recheck: defaultPolicy.recheck })),
    allowed(4),
  ];
  const inControl = [...checked, escalationAsked(5), allowed(6, { ask: 2, level: "control", until: at(21) })];

  test("says since when, and what follows", () => {
    expect(sessionCards(8, [...inControl, unverified(7)]).data("escalation:2").lead).toBe(
      "Until 10:51. Then it ends by itself. Whether it is still allowed could not be checked since 10:37. If that goes on, it will be view only from 10:42 and end at 10:47.",
    );
    expect(sessionCards(13, [...inControl, unverified(7)]).data("consent:1").lead).toContain(
      "could not be checked since 10:37. If that goes on, it will end at 10:47.",
    );
  });

  test("says no more about it once somebody can", () => {
    const { data } = sessionCards(9, [...inControl, unverified(7), verified(8)]);
    expect(data("escalation:2").lead).not.toContain("checked");
  });
});

describe("the live card", () => {
  test("tells what is known, in the order in which it happened, and nothing more", () => {
    const story = [...controlled, reported(13, "helper-says-started")];
    expect(sessionCards(14, story).data("escalation:2").trail).toEqual([
      { line: "View only approved by you 10:34" },
      { line: "Control approved by you 10:41" },
      { line: "Your helper says it started 10:43" },
    ]);
  });

  test("tells what was taken back, and what somebody did to the session", () => {
    const story = [
      ...controlled,
      controlRevoked(13),
      [event(14, sam, { type: "SessionPaused", session: 1 })],
    ];
    expect(sessionCards(15, story).data("consent:1").trail).toEqual([
      { line: "View only approved by you 10:34" },
      { line: "Control approved by you 10:41" },
      { line: "Control taken back by you 10:43" },
      { line: "Paused 10:44" },
    ]);
  });

  test("while paused offers to resume, and warns that the window may still be open", () => {
    const { data } = sessionCards(13, [...live, paused]);
    expect(data("consent:1")).toMatchObject({
      state: "Paused",
      lead: expect.stringContaining("Remote Help may still show your screen"),
      mayResume: true,
      mayPause: false,
      hasSteps: false,
    });
  });

  test("offers control once; after that it says that the helper was told", () => {
    const offered = [event(8, sam, { type: "MoreHelpAsked", session: 1, level: "control" })];
    expect(sessionCards(7, live).data("consent:1").mayOffer).toBe(true);
    expect(sessionCards(9, [...live, offered]).data("consent:1")).toMatchObject({
      mayOffer: false,
      offer: expect.stringContaining("your helper has been told"),
    });
    expect(sessionCards(9, [...live, escalationAsked(8)]).data("consent:1").mayOffer).toBe(false);
  });

  test("says that stopping takes the approval back, and how to cut the picture too", () => {
    expect(sessionCards(7, live).data("consent:1").stopHint).toMatch(
      /^Ends access now; typing stop does the same\. To cut the picture too, leave or close Remote Help\.$/,
    );
  });
});

describe("a higher level that is over", () => {
  test("the helper learns by whom and what is left", () => {
    const { data, place } = sessionCards(15, [...controlled, controlRevoked(14)]);
    expect(place("fell:1:1")).toEqual({ kind: "person", person: hana.id });
    expect(data("fell:1:1")).toMatchObject({
      heading: "Control is over",
      text: "Sam Sharma took control back at 10:44. View only is approved until 11:04. Go back to that level in Remote Help.",
    });
  });

  test("because a condition was lost tells each side which one, in their words", () => {
    const { data } = sessionCards(15, [...controlled, lost(14)]);
    expect(data("fell:1:1").text).toMatch(/no longer met.*not compliant.*\. View only/s);
    expect(data("escalation:2").text).toMatch(/no longer met.*security rules.*View only goes on/s);
  });

  test("because nobody could check says so", () => {
    const { data } = sessionCards(15, [...controlled, lost(14, silent)]);
    expect(data("fell:1:1").text).toMatch(/could not be checked any more whether control is allowed/);
    expect(data("escalation:2").text).toContain("it could not be checked whether it was still allowed");
  });

  test("together with the session needs no card of its own", () => {
    expect(sessionCards(15, [...controlled, ended(14)]).keys).not.toContain("fell:1:1");
    const short = [...live, escalationAsked(20), allowed(21, { ask: 2, level: "control", until: at(34) })];
    expect(sessionCards(40, short).keys).not.toContain("fell:1:1");
  });

  test("because a still higher one took its place needs no card either", () => {
    const elevated = [
      escalationAsked(13, { ask: 3, level: "elevation" }),
      allowed(14, { ask: 3, level: "elevation", until: at(20) }),
    ].flat();
    expect(sessionCards(15, [...controlled, elevated]).keys).not.toContain("fell:1:1");
    expect(sessionCards(21, [...controlled, elevated]).keys).toContain("fell:1:2");
  });
});

describe("the warning before the end", () => {
  test("reaches both sides", () => {
    const { data, keys } = sessionCards(29, [...live, warned(29, 5)]);
    expect(keys).toEqual(["consent:1", "warning-sharer:1:1", "warning-helper:1:1"]);
    expect(data("warning-sharer:1:1").heading).toBe("5 min left: viewing ends at 11:04");
    expect(data("warning-sharer:1:1")).toMatchObject({ canStop: true, canAskTime: false });
    expect(data("warning-helper:1:1")).toMatchObject({
      text: "It ends by itself. If you need more time, ask for it.",
      canStop: false,
      canAskTime: true,
    });
  });

  test("alerts again one minute before, and for every other end", () => {
    const { data, surfaces } = sessionCards(33, [
      ...controlled,
      warned(21, 5),
      warned(25, 1),
      controlOver(26),
      warned(29, 5),
      warned(33, 1),
    ]);
    const toSam = surfaces.filter(({ key }) => key.startsWith("warning-sharer"));
    expect(toSam.map(({ alert }) => alert)).toEqual([true, true, true, true]);
    expect(toSam.map(({ key }) => data(key).heading)).toEqual([
      ...["View only goes on", "View only goes on"],
      ...["View only ends at 11:04", "1 min left: viewing ends at 11:04"],
    ]);
  });

  test("is no longer said once there is more time", () => {
    const longer = [...extensionAsked(30), ...allowed(31, { ask: 2, until: at(44) })];
    const { data } = sessionCards(32, [...live, warned(29, 5), longer]);
    expect(data("warning-sharer:1:1")).toMatchObject({
      heading: "View only goes on",
      text: "It is approved until 11:14.",
    });
  });

  test("is no longer said once control was stopped after its warning", () => {
    const { data } = sessionCards(24, [...controlled, warned(21, 5), controlRevoked(23)]);
    expect(data("warning-helper:1:1").heading).toBe("View only goes on");
  });

  test("is only a memory once access was withdrawn", () => {
    const { data } = sessionCards(40, [...live, warned(29, 5)]);
    expect(data("warning-sharer:1:1")).toMatchObject({
      heading: "The session is over",
      text: "Access was withdrawn at 11:04.",
    });
  });
});
