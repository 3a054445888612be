import { describe, expect, test } from "vitest";
import {
  datedMoment,
  datedSpan,
  duration,
  exactMoment,
  exactSpan,
  kindOf,
  moment,
  nameOf,
  systemOf,
} from "../../src/surfaces/words.ts";
import { inBerlin, sam, samsLaptop, samsMac } from "../support/people.ts";
import { at, T0 } from "../support/tickets.ts";

const inNewYork = { timeZone: "America/New_York", locale: "en-US" };

describe("a moment", () => {
  test("is the reader's wall clock", () => {
    expect(moment(at(11), T0, inBerlin)).toBe("10:41");
    expect(moment(at(11), T0, inNewYork)).toMatch(/^4:41\sAM$/);
  });

  test("says its day when that is not today where the reader is", () => {
    expect(moment(at(11), at(24 * 60), inBerlin)).toBe("10:41 (Tue 24 Nov)");
    const lateEvening = Date.parse("2026-11-24T23:30:00Z");
    expect(moment(lateEvening, T0, inBerlin)).toBe("00:30 (Wed 25 Nov)");
    expect(moment(lateEvening, T0, inNewYork)).toMatch(/^6:30\sPM$/);
  });

  test("in a zone or language that is not known here is told in UTC", () => {
    expect(moment(T0, T0, { timeZone: "Mars/Olympus", locale: "en-GB" })).toBe("09:30 UTC");
    expect(moment(T0, T0, { timeZone: "Europe/Berlin", locale: "x" })).toBe("09:30 UTC");
    expect(datedMoment(T0, { timeZone: "Mars/Olympus", locale: "en-GB" })).toBe("24 Nov 2026, 09:30 UTC");
  });

  test("on what stays has its date and its zone", () => {
    expect(datedMoment(at(11), inBerlin)).toBe("24 Nov 2026, 10:41 CET");
    expect(exactMoment(at(11) + 7000, inBerlin)).toBe("24 Nov 2026, 10:41:07 CET");
    expect(datedMoment(at(11), inNewYork)).toMatch(/^Nov 24, 2026, 04:41\sAM EST$/);
  });

  test("to another one says day and zone once, unless they change in between", () => {
    expect(datedSpan(at(4), at(13), inBerlin)).toBe("24 Nov 2026, 10:34 to 10:43 CET");
    expect(exactSpan(at(4), at(13), inBerlin)).toBe("24 Nov 2026, 10:34:00 to 10:43:00 CET");
    expect(datedSpan(at(4), at(4 + 14 * 60), inBerlin)).toBe("24 Nov 2026, 10:34 to 25 Nov 2026, 00:34 CET");
    expect(datedSpan(at(4), at(4 + 5 * 60), inNewYork)).toMatch(/^Nov 24, 2026, 04:34\sAM to 09:34\sAM EST$/);
    const clocksBack = Date.parse("2026-10-25T00:50:00Z");
    expect(datedSpan(clocksBack, clocksBack + 20 * 60_000, inBerlin)).toBe(
      "25 Oct 2026, 02:50 CEST to 02:10 CET",
    );
  });
});

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [39_001, "40 s"],
  [60_000, "1 min"],
  [15 * 60_000, "15 min"],
  [15 * 60_000 + 1, "16 min"],
  [60 * 60_000, "1 h"],
  [65 * 60_000, "1 h 5 min"],
])("%i ms are %s", (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

describe("a device", () => {
  test("is said by model and system", () => {
    expect(kindOf(samsLaptop)).toBe("Surface Laptop 6 · Windows 11");
    expect(kindOf(samsMac)).toBe("MacBook Air · macOS 14.6.1");
  });

  test.each([
    ["windows", "10.0.19045.5011", "Windows 10"],
    ["windows", "10.0.22000.1", "Windows 11"],
    ["windows", "6.1", "Windows 6.1"],
    ["windows", "", "Windows"],
    ["ios", "18.1", "iOS 18.1"],
    ["other", "", "Other system"],
  ] as const)("%s %s is %s", (platform, osVersion, words) => {
    expect(systemOf({ platform, osVersion })).toBe(words);
  });
});

test("somebody who was erased is said to be", () => {
  expect(nameOf({ ...sam, name: { about: sam.id, text: null } })).toBe("(erased)");
});
