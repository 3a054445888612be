import { describe, expect, test } from "vitest";
import { timeZoneOf, zoneOfTimestamp } from "../../src/teams/sender.ts";

describe("a time zone that a client names", () => {
  test.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["India Standard Time", "Asia/Calcutta"],
    ["Pacific Standard Time", "America/Los_Angeles"],
    ["UTC", "UTC"],
    ["+01:00", "+01:00"],
    ["UTC+1", "+01:00"],
    ["GMT-03:30", "-03:30"],
    ["+0530", "+05:30"],
  ])("%s is %s", (name, zone) => {
    expect(timeZoneOf(name)).toBe(zone);
  });

  test.each([null, undefined, "", "Mars/Olympus", "tzone://Microsoft/Custom", "+99:00"])(
    "%j is not known",
    (name) => {
      expect(timeZoneOf(name)).toBeNull();
    },
  );
});

describe("a local timestamp", () => {
  test("with the offset of the configured zone leaves that in force", () => {
    expect(zoneOfTimestamp("2026-11-24T10:30:00.000+01:00", "Europe/Berlin")).toBe("Europe/Berlin");
    expect(zoneOfTimestamp("2026-07-24T10:30:00+02:00", "Europe/Berlin")).toBe("Europe/Berlin");
    expect(zoneOfTimestamp("2026-07-24T10:30:00+00:00", "UTC")).toBe("UTC");
  });

  test("with another one gives the offset", () => {
    expect(zoneOfTimestamp("2026-11-24T15:00:00.000+05:30", "Europe/Berlin")).toBe("+05:30");
    expect(zoneOfTimestamp("2026-07-24T10:30:00+01:00", "Europe/Berlin")).toBe("+01:00");
  });

  test.each([null, "", "2026-11-24T10:30:00Z", "yesterday+01:00"])("%j gives none", (timestamp) => {
    expect(zoneOfTimestamp(timestamp, "Europe/Berlin")).toBeNull();
  });
});
