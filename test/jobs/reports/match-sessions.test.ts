import { describe, expect, test } from "vitest";
import { deviceId } from "../../../src/domain/ticket/ids.ts";
import { type Known, matchSessions } from "../../../src/jobs/reports/match-sessions.ts";
import type { ReportedSession } from "../../../src/ports/session-report.ts";
import { hana, hugo, sam } from "../../support/people.ts";
import { at } from "../../support/tickets.ts";
import { session } from "./events.ts";

const NAMES = new Map([
  [sam.id, "sam@halden.example"],
  [hana.id, "hana@halden.example"],
  [hugo.id, "hugo@halden.example"],
]);
const LAPTOP = "e0000000-0000-4000-8000-000000000001";
const TABLET = "e0000000-0000-4000-8000-000000000002";
const known: Known = {
  nameOf: (person) => NAMES.get(person) ?? null,
  entraIdOf: (device) => (device === session(0).device ? LAPTOP : null),
};

/** Minutes into the story; approved is from 1 to 30. */
const row = (
  from: number,
  to: number | null,
  helper = "hana@halden.example",
  device: string | null = null,
): ReportedSession => ({
  id: "1",
  helper,
  sharer: "sam@halden.example",
  device,
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const kindOf = (reported: ReportedSession, sessions = [session(0)]) =>
  matchSessions([reported], sessions, known).matches[0]?.kind;

describe("a row of Intune's report", () => {
  test("is matched when it begins while access was approved, give or take a clock", () => {
    expect([kindOf(row(2, 28)), kindOf(row(-3, 34)), kindOf(row(2, null))]).toEqual([
      ...["matched", "matched", "matched"],
    ]);
  });

  test("is longer than granted when it ends well after access", () => {
    expect(kindOf(row(2, 36))).toBe("longer-than-granted");
  });

  test("is on another device when both are known and differ", () => {
    expect(kindOf(row(2, 20, undefined, TABLET))).toBe("other-device");
    expect(kindOf(row(2, 20, undefined, LAPTOP))).toBe("matched");
    expect(kindOf(row(2, 20))).toBe("matched");
    const enrolledAnew = session(0, 0, { device: deviceId("10000000-0000-4000-8000-000000000009") });
    expect(kindOf(row(2, 20, undefined, TABLET), [enrolledAnew])).toBe("matched");
  });

  test("is compared with the session on its own device, when the two had several at once", () => {
    const elsewhere = session(0, 0, { device: deviceId("10000000-0000-4000-8000-000000000009") });
    const entraIdOf = (device: string) => (device === elsewhere.device ? TABLET : LAPTOP);
    const { matches } = matchSessions([row(2, 20, undefined, TABLET)], [session(0), elsewhere], {
      ...known,
      entraIdOf,
    });
    expect(matches).toMatchObject([{ kind: "matched", session: { device: elsewhere.device } }]);
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

  test("of people with unknown names matches nothing", () => {
    const { matches } = matchSessions([row(2, 20)], [session(0)], { ...known, nameOf: () => null });
    expect(matches.map(({ kind }) => kind)).toEqual(["no-approval"]);
  });
});

test("an approved session that is over and in no row was not seen", () => {
  const [seen, unseen, live] = [session(0), session(200), session(400, 0, { endedAt: null })];
  expect(matchSessions([row(2, 20)], [seen, unseen, live], known).unseen).toEqual([unseen]);
});
