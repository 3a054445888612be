import { describe, expect, test } from "vitest";
import { localTime, startOfDay, weekBefore } from "../../src/cards/text/time-zone.ts";

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

describe("a day", () => {
  test.each([
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    // Clocks skip midnight there: the day begins at 01:00.
    ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    // They show midnight twice: the second one begins the day.
    ["2026-04-05", "America/Santiago", "2026-04-05T04:00:00.000Z"],
    ["2026-11-24", "Asia/Kathmandu", "2026-11-23T18:15:00.000Z"],
  ])("%s in %s begins at %s", (day, zone, at) => {
    expect(new Date(startOfDay(day, zone) ?? 0).toISOString()).toBe(at);
    expect(localTime(Date.parse(at), zone).day).toBe(day);
    expect(localTime(Date.parse(at) - 1, zone).day).not.toBe(day);
  });
});
