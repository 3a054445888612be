import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { hana, sam } from "../support/people.ts";
import { type Story, sessionCards } from "../support/session-cards.ts";
import {
  allowed,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  MINUTE,
  opened,
  refused,
  resolved,
  silent,
  unverified,
  viewAsked,
} from "../support/tickets.ts";

const { recheck } = defaultPolicy;
const asked = [opened(), claimed(), viewAsked()];
const live = [...asked, allowed()];
const controlled = [...live, escalationAsked(), controlAllowed()];
const feedback = [
  event(31, sam, { type: "FeedbackGiven", session: 1, fixed: false, rating: null, comment: null }),
];

const STATES: Readonly<Record<string, readonly [minutes: number, story: Story]>> = {
  "asked to view": [4, asked],
  "refused with a wrong number": [6, [...asked, refused(5, "wrong-phrase")]],
  lapsed: [20, asked],
  live: [5, live],
  paused: [13, [...live, [event(12, hana, { type: "SessionPaused", session: 1 })]]],
  "asked for control": [10, [...live, escalationAsked()]],
  "asked for administrator control": [10, [...live, escalationAsked(10, { level: "elevation" })]],
  "asked for more time": [10, [...live, extensionAsked(10)]],
  controlled: [12, controlled],
  "control over by the clock": [27, controlled],
  "about to end": [30, [...live, [event(29, null, { type: "EndWarned", session: 1, before: 5 * MINUTE })]]],
  "not checked any more": [
    8,
    [opened(), claimed(), viewAsked().map((each) => ({ ...each, recheck })), allowed(), unverified(7)],
  ],
  "ended after a pause": [
    23,
    [
      ...live,
      [
        event(9, sam, { type: "SessionPaused", session: 1 }),
        event(12, sam, { type: "SessionResumed", session: 1 }),
      ],
      ended(22),
    ],
  ],
  "ended because nobody could check": [
    23,
    [...live, ended(22, null, { cause: "eligibility-lost", findings: silent })],
  ],
  ended: [23, [...controlled, ended(22)]],
  "ended because a condition was lost": [
    23,
    [
      ...live,
      ended(22, null, {
        cause: "eligibility-lost",
        findings: [{ check: "device-compliant", outcome: "unmet", seen: "noncompliant", owner: "sharer" }],
      }),
    ],
  ],
  resolved: [30, [...controlled, ended(22), resolved(28)]],
  "not fixed": [32, [...controlled, ended(22), resolved(28), feedback]],
  "resolved without a session": [30, [opened(), claimed(), resolved(28)]],
};

/** What each card says in each state; the pictures have tests of their own. */
describe("the session's cards when it is", () => {
  test.each(Object.entries(STATES))("%s", (_, [minutes, story]) => {
    const { surfaces, json } = sessionCards(minutes, story);
    for (const { key } of surfaces) expect(json(key)).not.toContain("${");
    const said = surfaces.map(({ key, content }) => ({ key, ...content() }));
    expect(JSON.stringify(said, null, 2).replaceAll(/data:image[^"]+/g, "(picture)")).toMatchSnapshot();
  });
});
