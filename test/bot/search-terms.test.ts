import { describe, expect, test } from "vitest";
import { readTerms } from "../../src/bot/search-terms.ts";
import { startOfDay } from "../../src/cards/text/time-zone.ts";
import { inBerlin } from "../support/people.ts";

const read = (text: string) => readTerms(text, inBerlin);
const utc = (text: string) => Date.parse(text);

describe("what somebody looks for", () => {
  test.each([
    ["BK-1042", "BK-1042"],
    ["bk 1042", "BK-1042"],
    ["#7", "BK-7"],
    [" 1042 ", "BK-1042"],
  ])("%j is a number", (text, ticket) => {
    expect(read(text)).toEqual({ ticket });
  });

  test("is words, with terms anywhere among them", () => {
    expect(read('vpn helper:hana person:"Sam Sharma" drops device:LT-SAM state:"in progress"')).toEqual({
      words: "vpn drops",
      helper: "hana",
      person: "Sam Sharma",
      device: "LT-SAM",
      status: "claimed",
    });
  });

  test("is of days as they are where the reader is, the last one with all its hours", () => {
    expect(read("since:2026-11-01 until:2026-11-30")).toEqual({
      from: utc("2026-10-31T23:00Z"),
      until: utc("2026-11-30T23:00Z"),
    });
    expect(read("from:2026-03-29 until:2026-03-29")).toEqual({
      from: utc("2026-03-28T23:00Z"),
      until: utc("2026-03-29T22:00Z"),
    });
  });

  test.each([
    ["2026-09-27", "2026-09-26T12:00Z"],
    ["2026-09-28", "2026-09-27T11:00Z"],
    ["2026-04-05", "2026-04-04T11:00Z"],
    ["2026-04-06", "2026-04-05T12:00Z"],
  ])("since:%s begins on the right side of a change of the clocks", (day, begins) => {
    const inAuckland = { locale: "en-NZ", timeZone: "Pacific/Auckland" };
    expect(readTerms(`since:${day}`, inAuckland)).toEqual({ from: utc(begins) });
  });

  test.each([
    "state:lost",
    "state:constructor",
    "constructor:x",
    "since:yesterday",
    "since:2026-02-30",
    "color:red",
    "http://x:80",
    "helper:",
  ])("%j is no term, so it is words", (text) => {
    expect(read(text)).toEqual({ words: text });
  });

  test("takes German terms, from everybody", () => {
    expect(read("vpn helfer:hana gerät:lt-sam status:offen")).toEqual({
      words: "vpn",
      helper: "hana",
      device: "lt-sam",
      status: "open",
    });
    expect(read('Zustand "status" status:"in arbeit"')).toEqual({
      words: 'Zustand "status"',
      status: "claimed",
    });
    expect(read("seit:2026-11-01 bis:2026-11-30")).toEqual(read("since:2026-11-01 until:2026-11-30"));
  });

  test("is nothing when nothing was typed", () => {
    expect(read("  ")).toEqual({});
  });
});

describe("a day", () => {
  test.each([
    ["2026-11-24", "America/New_York", "2026-11-24T05:00Z"],
    ["2026-11-24", "Asia/Kolkata", "2026-11-23T18:30Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00Z"],
    ["2026-11-24", "Etc/UTC", "2026-11-24T00:00Z"],
  ])("%s in %s begins at %s", (day, zone, at) => {
    expect(startOfDay(day, zone)).toBe(utc(at));
  });
});
