import { describe, expect, test } from "vitest";
import { readMoment, sayMoment } from "../../src/audit/days.ts";

const BERLIN = "Europe/Berlin";
const iso = (text: string, zone = BERLIN, end = false) => {
  const at = readMoment(text, zone, end);
  return at === null ? null : new Date(at).toISOString();
};

describe("a day", () => {
  test("begins and ends where the clocks of the zone show midnight", () => {
    expect(iso("2026-11-26")).toBe("2026-11-25T23:00:00.000Z");
    expect(iso("2026-11-26", BERLIN, true)).toBe("2026-11-26T23:00:00.000Z");
    expect(iso("2026-11-26", "UTC")).toBe("2026-11-26T00:00:00.000Z");
    expect(iso("2026-11-26", "America/New_York")).toBe("2026-11-26T05:00:00.000Z");
  });

  test("is as long as it is when the clocks change", () => {
    expect(iso("2026-10-25")).toBe("2026-10-24T22:00:00.000Z");
    expect(iso("2026-10-25", BERLIN, true)).toBe("2026-10-25T23:00:00.000Z");
  });

  test.each(["2026-11-26", "2026-10-25", "2026-03-29"])("%s reads back as itself", (day) => {
    for (const zone of [BERLIN, "UTC", "America/New_York", "Pacific/Apia"]) {
      expect(sayMoment(readMoment(day, zone, false) ?? 0, zone, false)).toBe(day);
      expect(sayMoment(readMoment(day, zone, true) ?? 0, zone, true)).toBe(day);
    }
  });
});

describe("a moment", () => {
  test("has its zone, and seconds or none", () => {
    expect(iso("2026-11-24T09:30Z")).toBe("2026-11-24T09:30:00.000Z");
    expect(iso("2026-11-24T09:30:15.5+01:00")).toBe("2026-11-24T08:30:15.500Z");
    expect(sayMoment(Date.parse("2026-11-24T09:30:00Z"), BERLIN, false)).toBe("2026-11-24T09:30:00.000Z");
  });

  test.each([
    ...["2026-02-31", "11/24/2026", "2026-11-24T09:30:00", "2026-11-24T25:00:00Z", "2026-11-24T09:60Z"],
    ...["2026-02-31T09:30:00Z", "yesterday", "2026", "20261124", "2026-11-24 09:30Z", ""],
  ])("is not taken from %j", (text) => {
    expect(readMoment(text, BERLIN, false)).toBeNull();
  });
});
