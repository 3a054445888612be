import { describe, expect, test } from "vitest";
import { duration, kindOf, moment, nameOf, systemOf } from "../../src/surfaces/words.ts";
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
