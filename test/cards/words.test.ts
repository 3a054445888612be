import { describe, expect, test } from "vitest";
import { kindOf, systemOf } from "../../src/cards/devices.ts";
import { en } from "../../src/cards/text/en/index.ts";
import { ENGLISH, wordsFor } from "../../src/cards/text/words.ts";
import { inBerlin, sam, samsLaptop, samsMac } from "../support/people.ts";
import { at, T0 } from "../support/tickets.ts";

const inNewYork = { timeZone: "America/New_York", locale: "en-US" };

describe("a moment", () => {
  test("is the reader's wall clock", () => {
    expect(wordsFor(inBerlin).moment(at(11), T0)).toBe("10:41");
    expect(wordsFor(inNewYork).moment(at(11), T0)).toMatch(/^4:41\sAM$/);
  });

  test("says its day when that is not today where the reader is", () => {
    expect(wordsFor(inBerlin).moment(at(11), at(24 * 60))).toBe("10:41 (Tue 24 Nov)");
    const lateEvening = Date.parse("2026-11-24T23:30:00Z");
    expect(wordsFor(inBerlin).moment(lateEvening, T0)).toBe("00:30 (Wed 25 Nov)");
    expect(wordsFor(inNewYork).moment(lateEvening, T0)).toMatch(/^6:30\sPM$/);
  });

  test("in a zone or language that is not known here is told in UTC", () => {
    expect(wordsFor({ timeZone: "Mars/Olympus", locale: "en-GB" }).moment(T0, T0)).toBe("09:30 UTC");
    expect(wordsFor({ timeZone: "Europe/Berlin", locale: "x" }).moment(T0, T0)).toBe("09:30 UTC");
    expect(wordsFor({ timeZone: "Mars/Olympus", locale: "en-GB" }).dated(T0)).toBe("24 Nov 2026, 09:30 UTC");
  });

  test("is written in the language of the sentences, as in the reader's region", () => {
    const moved = at(24 * 60);
    const inGerman = wordsFor({ ...inNewYork, language: "de" });
    expect(inGerman.moment(at(11), moved)).toBe("04:41 (Di., 24. Nov.)");
    expect(inGerman.datedSpan(at(4), at(13))).toBe("24. Nov. 2026, 04:34 bis 04:43 GMT-5");
    expect(wordsFor({ ...inBerlin, locale: "de-AT" }).dated(at(11))).toBe("24. Nov. 2026, 10:41 MEZ");
    expect(wordsFor({ ...inBerlin, locale: "fr-FR" }).moment(at(11), moved)).toBe("10:41 (Tue, 24 Nov)");
    expect(wordsFor({ ...inBerlin, locale: "fr" }).dated(at(11))).toBe("24 Nov 2026, 10:41 CET");
  });

  test("on what stays has its date and its zone", () => {
    expect(wordsFor(inBerlin).dated(at(11))).toBe("24 Nov 2026, 10:41 CET");
    expect(wordsFor(inBerlin).exact(at(11) + 7000)).toBe("24 Nov 2026, 10:41:07 CET");
    expect(wordsFor(inNewYork).dated(at(11))).toMatch(/^Nov 24, 2026, 4:41\sAM EST$/);
  });

  test("to another one says day and zone once, unless they change in between", () => {
    expect(wordsFor(inBerlin).datedSpan(at(4), at(13))).toBe("24 Nov 2026, 10:34 to 10:43 CET");
    expect(wordsFor(inBerlin).exactSpan(at(4), at(13))).toBe("24 Nov 2026, 10:34:00 to 10:43:00 CET");
    expect(wordsFor(inBerlin).datedSpan(at(4), at(4 + 14 * 60))).toBe(
      "24 Nov 2026, 10:34 to 25 Nov 2026, 00:34 CET",
    );
    expect(wordsFor(inNewYork).datedSpan(at(4), at(4 + 5 * 60))).toMatch(
      /^Nov 24, 2026, 4:34\sAM to 9:34\sAM EST$/,
    );
    const clocksBack = Date.parse("2026-10-25T00:50:00Z");
    expect(wordsFor(inBerlin).datedSpan(clocksBack, clocksBack + 20 * 60_000)).toBe(
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
  expect(ENGLISH.duration(milliseconds)).toBe(words);
});

describe("a device", () => {
  test("is said by model and system", () => {
    expect(kindOf(samsLaptop, ENGLISH)).toBe("Surface Laptop 6 · Windows 11");
    expect(kindOf(samsMac, ENGLISH)).toBe("MacBook Air · macOS 14.6.1");
  });

  test.each([
    ["windows", "10.0.19045.5011", "Windows 10"],
    ["windows", "10.0.22000.1", "Windows 11"],
    ["windows", "6.1", "Windows 6.1"],
    ["windows", "", "Windows"],
    ["ios", "18.1", "iOS 18.1"],
    ["other", "", "Other system"],
  ] as const)("%s %s is %s", (platform, osVersion, words) => {
    expect(systemOf({ platform, osVersion }, ENGLISH)).toBe(words);
  });
});

test("somebody who was erased is said to be", () => {
  expect(ENGLISH.name({ ...sam, name: { about: sam.id, text: null } })).toBe("(erased)");
});

test("English is spelled one way: the American one", () => {
  // What is typed stays as it is.
  const COMMAND = /Type licences|npm run report -- licences|^licences$/g;
  const british = Object.entries(en).filter(([, sentence]) =>
    /\b(\w*organis\w+|licence\w*|colour\w*|cent(re|res)|cancelled|behaviour\w*|recognis\w+)\b/i.test(
      sentence.replace(COMMAND, ""),
    ),
  );
  expect(british).toEqual([]);
});
