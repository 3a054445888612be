import { describe, expect, test } from "vitest";
import {
  afterDuty,
  type Duty,
  groupsOnDuty,
  isOnDuty,
  nextDutyChange,
  nextOnDuty,
} from "../../../src/domain/ticket/duty.ts";

const HOUR = 60 * 60_000;
const WEEK = [1, 2, 3, 4, 5];
const office: Duty = {
  timeZone: "Europe/Berlin",
  shifts: [{ weekdays: WEEK, from: 8 * HOUR, to: 17 * HOUR, group: null }],
  holidays: ["2026-12-25"],
  group: null,
};
const always: Duty = { ...office, shifts: [] };
/** A moment as clocks in Berlin show it in winter. */
const cet = (text: string) => Date.parse(`${text}:00+01:00`);
const cest = (text: string) => Date.parse(`${text}:00+02:00`);

describe("hours of duty", () => {
  test("are always, without shifts", () => {
    expect(afterDuty(cet("2026-12-25T03:00"), 2 * HOUR, always)).toBe(cet("2026-12-25T05:00"));
    expect(nextDutyChange(cet("2026-12-25T03:00"), always)).toBeNull();
  });

  test.each([
    ["before it begins", cet("2026-11-24T07:59"), cet("2026-11-24T08:00")],
    ["when it begins", cet("2026-11-24T08:00"), cet("2026-11-24T08:00")],
    ["when it has ended", cet("2026-11-24T17:00"), cet("2026-11-25T08:00")],
    ["on a Friday evening", cet("2026-11-27T18:00"), cet("2026-11-30T08:00")],
    ["over a holiday and the weekend", cet("2026-12-24T18:00"), cet("2026-12-28T08:00")],
  ])("are next %s", (_, at, next) => {
    expect(nextOnDuty(at, office)).toBe(next);
    expect(isOnDuty(at, office)).toBe(at === next);
  });

  test.each([
    ["within a day", cet("2026-11-24T09:00"), 30, cet("2026-11-24T09:30")],
    ["over a night", cet("2026-11-24T16:50"), 30, cet("2026-11-25T08:20")],
    ["to the very end of a day", cet("2026-11-24T16:30"), 30, cet("2026-11-24T17:00")],
    ["over a weekend", cet("2026-11-27T16:50"), 30, cet("2026-11-30T08:20")],
    ["from a Sunday", cet("2026-11-29T12:00"), 30, cet("2026-11-30T08:30")],
    ["over the end of summer time", cest("2026-10-23T16:50"), 30, cet("2026-10-26T08:20")],
    ["over its beginning", cet("2027-03-26T16:50"), 30, cest("2027-03-29T08:20")],
  ])("are counted %s", (_, from, minutes, until) => {
    expect(afterDuty(from, minutes * 60_000, office)).toBe(until);
  });

  test("of a night in which clocks are put back last an hour longer", () => {
    const night = { ...office, shifts: [{ weekdays: [7], from: 0, to: 8 * HOUR, group: null }] };
    expect(nextDutyChange(cest("2026-10-25T00:00"), night)).toBe(cet("2026-10-25T08:00"));
    expect(afterDuty(cest("2026-10-25T00:00"), 9 * HOUR, night)).toBe(cet("2026-10-25T08:00"));
  });

  test("that never come leave a request without a target", () => {
    const never = { ...office, shifts: [{ weekdays: [], from: 8 * HOUR, to: 17 * HOUR, group: null }] };
    expect(afterDuty(cet("2026-11-24T09:00"), HOUR, never)).toBeNull();
    expect(nextOnDuty(cet("2026-11-24T09:00"), never)).toBeNull();
  });

  test("of two groups that overlap count once, and both are on duty", () => {
    const early = { weekdays: WEEK, from: 6 * HOUR, to: 14 * HOUR, group: "early" };
    const late = { weekdays: WEEK, from: 12 * HOUR, to: 20 * HOUR, group: "late" };
    const rota = { ...office, shifts: [late, early] };
    expect(groupsOnDuty(cet("2026-11-24T13:00"), rota)).toEqual(["early", "late"]);
    expect(groupsOnDuty(cet("2026-11-24T15:00"), rota)).toEqual(["late"]);
    expect(groupsOnDuty(cet("2026-11-24T21:00"), rota)).toEqual([]);
    expect(afterDuty(cet("2026-11-24T11:00"), 4 * HOUR, rota)).toBe(cet("2026-11-24T15:00"));
    expect(nextDutyChange(cet("2026-11-24T07:00"), rota)).toBe(cet("2026-11-24T20:00"));
  });
});

test("without a gap in the next week their end is not looked for in every day of a year", () => {
  const shifts = [0, 8, 16].map((hour) => ({
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    from: hour * HOUR,
    to: (hour + 8) * HOUR,
    group: null,
  }));
  const at = cet("2026-11-24T12:00");
  const next = nextDutyChange(at, { ...office, shifts, holidays: [] }) ?? 0;
  expect(next).toBeGreaterThan(cet("2026-12-01T11:59"));
  expect(next).toBeLessThan(cet("2026-12-03T12:00"));
});

test("a shift in the hour that clocks skip does not exist on that day", () => {
  const shifts = [{ weekdays: [7], from: 2 * HOUR, to: 3 * HOUR, group: null }];
  const night = { ...office, shifts };
  expect(nextOnDuty(cet("2027-03-27T12:00"), night)).toBe(cest("2027-04-04T02:00"));
  expect(nextDutyChange(cet("2027-03-27T12:00"), night)).toBe(cest("2027-04-04T02:00"));
});
