import { describe, expect, test } from "vitest";
import { localTime, weekBefore } from "../../../src/jobs/reports/calendar.ts";

const week = (at: string, zone: string) => {
  const { from, to } = weekBefore(Date.parse(at), zone);
  return [new Date(from).toISOString(), new Date(to).toISOString()];
};

describe("the week before", () => {
  test("goes from Monday to Monday by the clock of the helpdesk", () => {
    expect(week("2026-11-30T07:00:00Z", "Europe/Berlin")).toEqual([
      "2026-11-22T23:00:00.000Z",
      "2026-11-29T23:00:00.000Z",
    ]);
    expect(week("2026-11-30T07:00:00Z", "America/New_York")[1]).toBe("2026-11-30T05:00:00.000Z");
  });

  test("is an hour longer or shorter when the clocks change in it", () => {
    const hours = ([from = "", to = ""]: string[]) => (Date.parse(to) - Date.parse(from)) / 3_600_000;
    expect(hours(week("2026-10-26T08:00:00Z", "Europe/Berlin"))).toBe(169);
    expect(hours(week("2026-03-30T08:00:00Z", "Europe/Berlin"))).toBe(167);
  });

  test("is the same on every day of the week that follows it", () => {
    expect(week("2026-12-06T22:59:00Z", "Europe/Berlin")).toEqual(
      week("2026-11-30T00:00:00Z", "Europe/Berlin"),
    );
  });
});

test("the clock on the wall knows the day, the hour and the weekday there", () => {
  expect(localTime(Date.parse("2026-11-29T23:30:00Z"), "Europe/Berlin")).toEqual({
    day: "2026-11-30",
    hour: 0,
    weekday: 1,
  });
  expect(localTime(Date.parse("2026-11-29T23:30:00Z"), "Etc/UTC")).toMatchObject({ hour: 23, weekday: 7 });
});
