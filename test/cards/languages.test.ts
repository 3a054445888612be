import { describe, expect, test } from "vitest";
import { en } from "../../src/cards/text/en/index.ts";
import { addLanguage, languageOf, TRANSLATIONS, wordsFor } from "../../src/cards/text/words.ts";
import { checkLanguage } from "../support/check-language.ts";

/** English sentences with a few German ones among them, as a translator hands them in. */
const german = (change: Readonly<Record<string, string>> = {}) => ({
  ...en,
  "button.allow": "Zulassen",
  "ticket.length": "{minutes, plural, one {# Minute} other {# Minuten}}",
  "sharer.helper-since": "{helper}, seit {time}",
  ...change,
});

test("every language that comes with Beckon is whole", () => {
  expect(Object.entries(TRANSLATIONS).flatMap(([tag, messages]) => checkLanguage(tag, messages))).toEqual([]);
});

test("English itself is whole, and so is a German of which some sentences are still English", () => {
  expect(checkLanguage("en", en)).toEqual([]);
  expect(checkLanguage("de", german())).toEqual([]);
});

describe("the check of a language names", () => {
  test("a missing key", () => {
    const { "button.allow": _, ...rest } = german();
    expect(checkLanguage("de", rest)).toEqual(["button.allow: is missing"]);
  });

  test.each<[what: string, change: Record<string, string>, fault: string]>([
    ["a key too many", { "button.alow": "Zulassen" }, "button.alow: is no key of English"],
    ["an empty sentence", { "button.allow": " " }, "button.allow: is empty"],
    ["a binding of its own", { "button.allow": "${ticket}" }, "button.allow: holds ${"],
    [
      "a missing placeholder",
      { "sharer.helper-since": "{helper}, seit vorhin" },
      "sharer.helper-since: lacks {time}",
    ],
    [
      "another placeholder",
      { "sharer.helper-since": "{helper}, seit {time} am {tag}" },
      "sharer.helper-since: has {tag}, which English has not",
    ],
    [
      "a text that became a number",
      { "sharer.helper-since": "{helper}, seit {time, plural, one {#} other {#}}" },
      "sharer.helper-since: {time} is a plural, in English it is not",
    ],
    [
      "a lacking plural form",
      { "ticket.length": "{minutes, plural, other {# Minuten}}" },
      "ticket.length: {minutes, plural} lacks one",
    ],
    [
      "a sentence that cannot be read",
      { "sharer.helper-since": "{helper}, seit {time" },
      "sharer.helper-since: cannot be read: EXPECT_ARGUMENT_CLOSING_BRACE",
    ],
  ])("%s", (_, change, fault) => {
    expect(checkLanguage("de", german(change))).toEqual([fault]);
  });

  test("the plural forms of the language, not those of English", () => {
    const faults = checkLanguage("pl", { ...en }).filter((fault) => fault.startsWith("ticket.length"));
    expect(faults).toEqual([
      "ticket.length: {minutes, plural} lacks few",
      "ticket.length: {minutes, plural} lacks many",
    ]);
  });

  test("a tag that is none", () => {
    expect(checkLanguage("german", german())).toEqual([expect.stringContaining("german is no language tag")]);
  });
});

test("a language is spoken to its readers, and a sentence that it lacks is English", () => {
  addLanguage("nds", { "button.allow": "Tolaten" });
  const { language, say } = wordsFor({ locale: "nds-DE", timeZone: "UTC" });
  expect([language, say("button.allow"), say("button.not-now")]).toEqual(["nds", "Tolaten", "Not now"]);
  expect(languageOf({ locale: "en-GB", language: "nds" })).toBe("nds");
});
