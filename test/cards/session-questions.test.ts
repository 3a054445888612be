import { describe, expect, test } from "vitest";
import { personal } from "../../src/domain/ticket/person.ts";
import { hana, sam } from "../support/people.ts";
import { sessionCards } from "../support/session-cards.ts";
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
  phrase,
  refused,
  viewAsked,
} from "../support/tickets.ts";

const asked = [opened(), claimed(), viewAsked()];
const live = [...asked, allowed()];
const controlled = [...live, escalationAsked(), controlAllowed()];

describe("the first question", () => {
  test("names who asks, why, for which device, for how long and until when", () => {
    expect(sessionCards(3, asked).data("consent:1")).toMatchObject({
      heading: "May Hana Weber see your screen?",
      helperTitle: "IT Support Engineer",
      hasPhoto: true,
      reason: "Hana writes: “To see what the VPN client says”",
      device: "Surface Laptop 6 (LT-SAM-01) · Windows 11",
      length: "30 min",
      answerBy: "10:38",
    });
  });

  test("goes to the sharer alone, and reaches their activity feed", () => {
    const { surfaces } = sessionCards(3, asked);
    expect(surfaces).toHaveLength(1);
    expect(surfaces[0]).toMatchObject({ target: { kind: "person", person: sam.id }, alert: true });
  });

  test("asks for the number, says who gives it, and does not hold it", () => {
    const { data, json } = sessionCards(3, asked);
    expect(data("consent:1").numberFrom).toMatch(
      /^Hana gives you this number, .* Never take it from a stranger/,
    );
    expect(json("consent:1")).toContain('"id":"phrase"');
    expect(json("consent:1")).not.toContain(phrase.code);
  });

  test("asks for no number when the policy has switched the phrase off", () => {
    const { json } = sessionCards(3, [opened(), claimed(), viewAsked(3, { phrase: null })]);
    expect(json("consent:1")).not.toContain("Input.Text");
  });

  test("offers the shorter time only when it is shorter", () => {
    const ten = [opened(), claimed(), viewAsked(3, { length: 10 * MINUTE })];
    expect(sessionCards(3, asked).json("consent:1")).toContain("Allow 10 min only");
    expect(sessionCards(3, ten).json("consent:1")).not.toContain("min only");
  });

  test("says no without a number", () => {
    const card = JSON.parse(sessionCards(3, asked).json("consent:1"));
    const [, notNow] = card.body.find(({ type }: { type: string }) => type === "ActionSet").actions;
    expect(notNow).toMatchObject({ title: "Not now", associatedInputs: "none" });
    expect(notNow.data).toMatchObject({ answer: "refuse", ask: 1, ticket: "BK-1042" });
    expect(notNow.fallback.data).toEqual({ ...notNow.data, verb: "answer-ask" });
  });

  test("tells conditions that are worth a warning", () => {
    const warnings = [
      { check: "device-compliant", outcome: "warning", seen: "noncompliant", owner: "sharer" },
    ] as const;
    const { data } = sessionCards(3, [opened(), claimed(), viewAsked(3, { warnings })]);
    expect(data("consent:1")).toMatchObject({
      hasWarnings: true,
      warnings: [{ text: expect.stringContaining("security rules") }],
    });
  });
});

test("a card never grows too large for Teams: a large photo is left out, long words are cut", () => {
  const endless = personal(hana.id, "\u{1F600} really ".repeat(1000));
  const warnings = Array.from({ length: 6 }, () => ({
    ...({ check: "device-compliant", outcome: "warning", seen: "noncompliant", owner: "sharer" } as const),
  }));
  const story = [opened(), claimed(), viewAsked(3, { reason: endless, warnings })];
  const photo = (length: number) => ({ photoOf: () => "data:image/jpeg;base64,".padEnd(length, "A") });
  expect(sessionCards(3, story, photo(6_000)).data("consent:1").hasPhoto).toBe(false);
  expect(sessionCards(3, story, photo(5_000)).json("consent:1")).toContain("really");
  expect(sessionCards(5, [...story, allowed()], photo(5_000)).json("consent:1")).toContain("Hana");
});

describe("what becomes of the first question", () => {
  test.each([
    ["not now", 6, [...asked, refused(5)], "You said not now"],
    [
      "a wrong number",
      6,
      [...asked, refused(5, "wrong-phrase")],
      "That number didn't match, so nothing was shared",
    ],
    ["no answer, before anybody has recorded it", 9, asked, "Question expired"],
    [
      "taken back by the helper",
      6,
      [
        ...asked,
        [event(5, hana, { type: "AskCancelled", session: 1, ask: 1 })],
        ended(5, hana, { cause: "cancelled" }),
      ],
      "Question closed",
    ],
  ])("%s: it says so, and keeps saying so", (what, minutes, story, heading) => {
    // Somebody may be posing as the helper: it can be reported.
    const card = what === "a wrong number" ? "session-notice" : "notice";
    for (const later of [0, 600]) {
      const { kinds, data } = sessionCards(minutes + later, story);
      expect(kinds).toEqual([`consent:1 ${card}`]);
      expect(data("consent:1").heading).toBe(heading);
    }
  });

  test("yes: it is live, with the way out before everything else", () => {
    const { kinds, data, json } = sessionCards(5, live);
    expect(kinds).toEqual(["consent:1 live"]);
    expect(data("consent:1")).toMatchObject({
      state: "Live: view only",
      heading: "Hana Weber may see your screen",
      mayStepDown: false,
      mayPause: true,
    });
    const actions = [...json("consent:1").matchAll(/"verb":"([a-z-]+)"/g)].map(([, verb]) => verb);
    expect(actions[0]).toBe("stop-session");
  });

  test("yes, and everything ended: access is withdrawn, and the end is not claimed", () => {
    const { data } = sessionCards(23, [...live, ended(22)]);
    expect(data("consent:1")).toMatchObject({
      heading: "You allowed viewing",
      text: "You said yes at 10:34. Access was withdrawn at 10:52. What was approved and how it ended is on your receipt.",
    });
  });
});

describe("a question inside a live session", () => {
  test("about administrator control tells what ending it oneself can cost", () => {
    const { data } = sessionCards(10, [...live, escalationAsked(10, { level: "elevation" })]);
    expect(data("escalation:2")).toMatchObject({
      heading: "May Hana Weber work as administrator on your device?",
      hasCaution: true,
      caution: expect.stringContaining("Windows may sign you out"),
    });
  });

  test("about more time has no number to pick", () => {
    const { data } = sessionCards(10, [...live, extensionAsked(10)]);
    expect(data("extension:2")).toMatchObject({
      heading: "May Hana Weber go on for 10 min more?",
      hasPhrase: false,
    });
  });

  test("answered with yes: it is the one live card, and the older one steps back", () => {
    const { kinds, data } = sessionCards(12, controlled);
    expect(kinds).toEqual(["consent:1 notice", "escalation:2 live"]);
    expect(data("consent:1").heading).toBe("Viewing stays approved until 11:04");
    expect(data("escalation:2")).toMatchObject({ state: "Live: control", mayStepDown: true, hasSteps: true });
  });

  test("whose time is over: it says so by the clock, and view goes on", () => {
    const { kinds, data } = sessionCards(27, controlled);
    expect(kinds).toContain("escalation:2 session-notice");
    expect(data("escalation:2").text).toBe(
      "You said yes at 10:41. Its time ran out at 10:56. View only goes on until 11:04.",
    );
    expect(data("consent:1").state).toBe("Live: view only");
  });

  test("answered with no: what was approved before goes on", () => {
    const no = [event(11, sam, { type: "ConsentRefused", session: 1, ask: 2, why: "wrong-phrase" })];
    const { kinds, data } = sessionCards(12, [...live, escalationAsked(), no]);
    expect(kinds).toEqual(["consent:1 live", "escalation:2 session-notice"]);
    expect(data("escalation:2").heading).toBe("That number didn't match, so nothing was shared");
  });
});

test("after a stop no live card remains, whatever was open or in force", () => {
  const stories = [
    [...live, ended(22)],
    [...controlled, ended(12)],
    [...live, escalationAsked(), ended(11)],
    [...live, extensionAsked(10), ended(11)],
  ];
  for (const story of stories) {
    const cards = sessionCards(30, story).surfaces.map(({ content }) => content().card);
    expect(cards).not.toContain("live");
    expect(cards).not.toContain("consent");
    expect(cards).not.toContain("escalation");
  }
});
