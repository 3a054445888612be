import { describe, expect, expectTypeOf, test } from "vitest";
import { render } from "../../../src/cards/catalog.ts";
import type { TransportFact } from "../../../src/domain/ticket/events.ts";
import { ticketId } from "../../../src/domain/ticket/ids.ts";
import { type DigestOf, digest } from "../../../src/jobs/reports/digest.ts";
import { type DigestNumbers, tally } from "../../../src/jobs/reports/tally.ts";
import type { ReportEvent } from "../../../src/ports/report-queries.ts";
import { hana, hugo, inBerlin, lena, sam } from "../../support/people.ts";
import { MINUTE } from "../../support/tickets.ts";
import { happened, session } from "./events.ts";

const other = { ticket: ticketId("BK-1043"), holder: hugo.id, by: hugo.id, sharer: lena.id };
const week = {
  events: [
    happened(0, { type: "TicketOpened" }, { holder: null }),
    happened(4, { type: "TicketClaimed", first: true }),
    happened(5, { type: "EligibilityDenied", checks: ["device-compliant", "device-os"] }),
    happened(6, { type: "EligibilityDenied", checks: ["device-compliant"] }),
    happened(7, { type: "ViewAsked", session: 1, device: session(7).device }),
    happened(8, { type: "ConsentGiven", session: 1, level: "view" }),
    happened(9, { type: "EscalationAsked", session: 1 }),
    happened(10, { type: "ConsentRefused", session: 1, why: "not-now" }),
    happened(20, { type: "SessionEnded", session: 1, cause: "ended-by-sharer" }),
    happened(21, { type: "TicketResolved", outcome: "fixed" }),
    happened(22, { type: "FeedbackGiven", session: 1, fixed: true, rating: 4 }),
    happened(30, { type: "TicketReopened" }),
    happened(32, { type: "TicketClaimed", first: false }),
    happened(10, { type: "TicketClaimed", first: true }, other),
    happened(15, { type: "ViewAsked", session: 1, device: session(7).device }, other),
    happened(20, { type: "AskLapsed", session: 1 }, other),
    happened(20, { type: "SessionEnded", session: 1, cause: "lapsed" }, other),
  ],
  sessions: [
    session(7, 5, { cause: "ended-by-sharer" }),
    session(15, 0, { helper: hugo.id, startedAt: null, levels: [], cause: "lapsed" }),
  ],
};

describe("a week in numbers", () => {
  test("counts what every helper of the group did", () => {
    expect(tally(week, null)).toMatchObject({
      helpers: 2,
      sharers: 2,
      pickedUp: 3,
      revokedBySharers: 1,
      reopened: 1,
      timeToHelp: { median: 4 * MINUTE, p90: 10 * MINUTE },
      sessions: { asked: 2, live: 1, unseen: 1 },
      questions: { asked: 3, refused: 1, wrongNumber: 0, lapsed: 1 },
      outcomes: { fixed: 1, workaround: 0 },
      ends: { "ended-by-sharer": 1, lapsed: 0, expired: 0 },
      levels: {
        view: { sessions: 1, length: 29 * MINUTE },
        control: { sessions: 1, length: 5 * MINUTE },
        elevation: { sessions: 0, length: 0 },
      },
      feedback: { answers: 1, people: 1, fixed: 1, rating: { mean: 4, people: 1 } },
      refusals: { "device-compliant": 2, "device-os": 1 },
    });
  });

  test("counts an approved session as unseen until somebody or the transport tells of it", () => {
    const sign = (minutes: number, fact: TransportFact, number = 1) =>
      happened(minutes, { type: "TransportReported", session: number, fact }, { ticket: session(7).ticket });
    const unseen = (
      more: readonly ReportEvent[],
      change: Partial<typeof week> = {},
      later: readonly ReportEvent[] = [],
    ) => tally({ ...week, ...change, events: [...week.events, ...more], later }, null).sessions.unseen;
    expect(unseen([sign(9, "helper-says-started", 2)])).toBe(1);
    expect(unseen([sign(9, "helper-says-started")])).toBe(0);
    expect(unseen([], {}, [sign(12_000, "end-confirmed")])).toBe(0);
    expect(unseen([], { sessions: [session(7, 5, { endedAt: null })] })).toBe(0);
  });

  test("leaves out who is not in the group", () => {
    expect(tally(week, new Set([hugo.id]))).toMatchObject({
      helpers: 1,
      sharers: 1,
      pickedUp: 1,
      revokedBySharers: 0,
      refusals: {},
      timeToHelp: { median: 10 * MINUTE },
      sessions: { asked: 1, live: 0 },
    });
  });

  test("counts an answer about a session that was changed once, as it is now", () => {
    const changed = happened(50, { type: "FeedbackGiven", session: 1, fixed: false, rating: 2 });
    expect(tally({ ...week, events: [...week.events, changed] }, null).feedback).toMatchObject({
      answers: 1,
      fixed: 0,
      rating: { mean: 2 },
    });
  });

  test("counts a wrong number and an outage by themselves", () => {
    const more = [
      happened(50, { type: "ConsentRefused", session: 1, why: "wrong-phrase" }),
      happened(51, { type: "EligibilityDenied", checks: [] }),
    ];
    const { questions, refusals, unchecked } = tally({ ...week, events: [...week.events, ...more] }, null);
    expect(questions).toMatchObject({ refused: 1, wrongNumber: 1 });
    expect(refusals).toEqual({ "device-compliant": 2, "device-os": 1 });
    expect(unchecked).toBe(1);
  });

  test("counts people and not answers: one person may answer often", () => {
    const again = happened(50, { type: "FeedbackGiven", session: 2, fixed: false, rating: null });
    expect(tally({ ...week, events: [...week.events, again] }, null).feedback).toEqual({
      answers: 2,
      people: 1,
      fixed: 1,
      rating: { mean: 4, people: 1 },
    });
  });

  test("is empty when no helper worked", () => {
    expect(tally({ events: [], sessions: [] }, null)).toMatchObject({ helpers: 0, timeToHelp: null });
  });

  test("is made of numbers, by its type", () => {
    type Numbers = number | null | undefined | { readonly [key: string]: Numbers };
    expectTypeOf<DigestNumbers>().toExtend<Numbers>();
  });
});

const base = {
  week: { from: Date.parse("2026-11-22T23:00:00Z"), to: Date.parse("2026-11-29T23:00:00Z") },
  about: "helpdesk",
  reader: inBerlin,
} as const;

const drawn = (change: Partial<DigestOf> = {}) => {
  const drawing = digest({ ...base, numbers: tally(week, null), minimumGroup: 2, ...change });
  if (drawing.card !== "digest") throw new Error("a digest is its own card");
  return drawing.data;
};

describe("a digest", () => {
  test("says the week, and its numbers in words", () => {
    const { heading, numbers } = drawn();
    expect(heading.replaceAll(/[\s ]/g, " ")).toMatch(/^Support sessions, 23 ?– ?29 Nov 2026$/);
    expect(numbers).toContainEqual({ label: "Median pick-up time", value: "4 min" });
    expect(numbers).toContainEqual({ label: "Nine of ten picked up within", value: "10 min" });
    expect(numbers).toContainEqual({ label: "Questions refused, not answered", value: "1, 1 of 3" });
  });

  test.each([
    [138, 3, "3 min"],
    [120, 2, "2 min"],
    [40, 0.7, "40 s"],
  ])("%i seconds of a level are as long on the axis as in the text", (seconds, minutes, said) => {
    const numbers = tally(week, null);
    const view = { sessions: 1, length: seconds * 1_000 };
    const { levels, levelsSum } = drawn({ numbers: { ...numbers, levels: { ...numbers.levels, view } } });
    expect(levels[0]).toMatchObject({ minutes, length: said });
    expect(levelsSum).toContain(said);
  });

  test("draws ends and levels as charts, with the same as rows and pictures for those who know none", () => {
    const text = JSON.stringify(
      render(digest({ ...base, numbers: tally(week, null), minimumGroup: 2 }), "en"),
    );
    expect(text).toContain('"type":"Chart.Donut"');
    expect(text).toContain('"legend":"Stopped by the person who was helped: 1 · 100 %","value":1');
    expect(text).toContain('"x":"View only","y":29');
    expect(text).toContain("data:image/png;base64,");
  });

  test.each([
    ["helpers", { helpers: 4, sharers: 50 }],
    ["people helped", { helpers: 50, sharers: 4 }],
  ])("of too few %s holds no number at all, and says why", (_, few) => {
    const data = drawn({ numbers: { ...tally(week, null), ...few }, minimumGroup: 5 });
    expect(data).toMatchObject({ isWithheld: true, hasNumbers: false, hasEnds: false, hasLevels: false });
    expect(data).toMatchObject({ numbers: [], ends: [], levels: [], findings: [], hasFindings: false });
    expect(data.withheld).toContain("fewer than 5 helpers");
  });

  test("leaves out what fewer people than that answered, however many were helped, and says so", () => {
    const told = (feedback: DigestNumbers["feedback"]) =>
      drawn({ numbers: { ...tally(week, null), feedback } }).numbers.find(
        ({ label }) => label === "Feedback",
      );
    const rating = { mean: 2, people: 1 };
    expect(told({ answers: 3, people: 1, fixed: 1, rating })?.value).toBe(
      "left out: fewer than 2 people answered",
    );
    expect(told({ answers: 3, people: 2, fixed: 1, rating })?.value).toBe("1 of 3 say fixed");
    expect(told({ answers: 3, people: 2, fixed: 1, rating: { mean: 2, people: 2 } })?.value).toBe(
      "1 of 3 say fixed, 2.0 of 5",
    );
    expect(told({ answers: 0, people: 0, fixed: 0, rating: null })).toBeUndefined();
  });

  test("names no people", () => {
    const text = JSON.stringify(
      render(digest({ ...base, numbers: tally(week, null), minimumGroup: 1 }), "en"),
    );
    for (const { id, name } of [hana, hugo, sam]) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(name.text);
    }
  });
});
