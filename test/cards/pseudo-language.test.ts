import { beforeAll, describe, expect, test } from "vitest";
import { CARDS, type CardName } from "../../src/cards/catalog.ts";
import { loadTemplate } from "../../src/cards/template.ts";
import { en } from "../../src/cards/text/en/index.ts";
import { type Key, languageOf, wordsFor } from "../../src/cards/text/words.ts";
import { accented, PSEUDO, speakPseudo, untranslated } from "../support/pseudo-language.ts";

const READ = new Set([
  "text",
  "title",
  "label",
  "placeholder",
  "errorMessage",
  "altText",
  "fallbackText",
  "speak",
]);

beforeAll(speakPseudo);

describe.each(Object.keys(CARDS) as CardName[])("the template of %s", (name) => {
  test("holds no words of its own", () => {
    const texts = textsIn(loadTemplate(CARDS[name].source, PSEUDO));
    expect(texts.flatMap((text) => untranslated(text.replace(/\$\{[^}]*\}/g, "")))).toEqual([]);
  });
});

test("a message keeps its values, kinds and branches in every language", () => {
  expect(accented("{n, plural, one {# request of {who}} other {# requests}} now")).toBe(
    "{n, plural, one {# ŕéǫùéšţ öƒ {who}} other {# ŕéǫùéšţš}} ñöŵ",
  );
  const reader = { timeZone: "UTC", locale: "en-GB", language: PSEUDO };
  const words = wordsFor(reader);
  for (const key of Object.keys(en) as Key[]) {
    if (!en[key].includes("{")) expect(untranslated(words.say(key as "text.erased"))).toEqual([]);
  }
});

test("the reader's own choice goes before the language of their Teams, and English before nothing", () => {
  expect(languageOf({ locale: "qps-PL" })).toBe(PSEUDO);
  expect(languageOf({ locale: "en-GB", language: PSEUDO })).toBe(PSEUDO);
  expect(languageOf({ locale: "xx", language: "yy" })).toBe("en");
});

/** Every text of a template that people read. */
function textsIn(node: unknown, property = ""): string[] {
  if (typeof node === "string") return READ.has(property) ? [node] : [];
  if (Array.isArray(node)) return node.flatMap((each) => textsIn(each, property));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) => textsIn(inner, key));
}
