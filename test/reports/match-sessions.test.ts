import { describe, expect, test } from "vitest";
import type { ReportedSession } from "../../src/ports/session-report.ts";
import { matchSessions } from "../../src/reports/match-sessions.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { at } from "../support/tickets.ts";
import { session } from "./happenings.ts";

const NAMES = new Map([
  [sam.id, "sam@halden.example"],
  [hana.id, "hana@halden.example"],
  [hugo.id, "hugo@halden.example"],
]);
const nameOf = (person: typeof sam.id) => NAMES.get(person) ?? null;

/** Minutes into the story; approved is from 1 to 30. */
const row = (from: number, to: number | null, helper = "hana@halden.example"): ReportedSession => ({
  ...{ id: "1", helper, sharer: "sam@halden.example" },
  ...{ startedAt: at(from), endedAt: to === null ? null : at(to) },
});
const kindOf = (reported: ReportedSession, sessions = [session(0)]) =>
  matchSessions([reported], sessions, nameOf).matches[0]?.kind;

describe("a row of Intune's report", () => {
  test("is matched when it begins while access was approved, give or take a clock", () => {
    expect([kindOf(row(2, 28)), kindOf(row(-3, 34)), kindOf(row(2, null))]).toEqual([
      ...["matched", "matched", "matched"],
    ]);
  });

  test("is longer than granted when it ends well after access", () => {
    expect(kindOf(row(2, 36))).toBe("longer-than-granted");
  });

  test("is by someone else when another helper came in that time", () => {
    expect(kindOf(row(2, 20, "hugo@halden.example"))).toBe("by-someone-else");
  });

  test("is out of the window when the two had a session at another time of the day", () => {
    expect(kindOf(row(90, 95))).toBe("out-of-window");
  });

  test("has no approval when there was no session, or nobody said yes", () => {
    const unanswered = session(0, 0, { startedAt: null, endedAt: at(5), levels: [], cause: "refused" });
    expect(kindOf(row(2, 20), [])).toBe("no-approval");
    expect(kindOf(row(2, 20), [unanswered])).toBe("no-approval");
    expect(kindOf(row(90, 95, "hugo@halden.example"))).toBe("no-approval");
  });

  test("of people whose names nobody knows matches nothing", () => {
    const { matches } = matchSessions([row(2, 20)], [session(0)], () => null);
    expect(matches.map(({ kind }) => kind)).toEqual(["no-approval"]);
  });
});

test("an approved session that is over and in no row was not seen", () => {
  const [seen, unseen, live] = [session(0), session(200), session(400, 0, { endedAt: null })];
  expect(matchSessions([row(2, 20)], [seen, unseen, live], nameOf).unseen).toEqual([unseen]);
});
