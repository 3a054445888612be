import { describe, expect, test } from "vitest";
import { CARDS, type CardName, render } from "../../src/cards/catalog.ts";
import { type Element, elements } from "../support/card-elements.ts";
import { sampleOf } from "../support/card-samples.ts";
import { contentsOf, usual } from "../support/draw-all.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";

/** Every card with everything on it that can be on it, and every card of every story, as it is sent. */
const SAMPLES = (Object.keys(CARDS) as CardName[]).map((name) => {
  const card = CARDS[name].render(sampleOf(CARDS[name].data, { human: "Anna Bell" }) as never);
  return [name, [card]] as const;
});
const TOLD = STORY_NAMES.map((name) => {
  const { events, lookedAt } = STORIES[name];
  const later = lookedAt * 60_000 - ((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0));
  return [name, contentsOf(events, { ...usual, later }).map((content) => render(content, "en"))] as const;
});

const list = (node: unknown): Element[] => (Array.isArray(node) ? (node as Element[]) : []);
const isWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
const textsIn = (node: object): string[] =>
  elements(node, /^(TextBlock|TextRun)$/).map(({ text }) => String(text));

/** Named colors and styles follow the reader's theme, high contrast too; others would not. */
const COLOR = /^(default|accent|good|warning|attention|light|dark)$/i;
const STYLE = /^(default|emphasis|accent|good|warning|attention)$/i;

/** A sample of these has buttons together that exclude each other; the stories have them as they are. */
const EXCLUSIVE = ["desk", "eligibility"];

describe.each([...SAMPLES, ...TOLD])("for people who cannot see, or see other colors: %s", (name, cards) => {
  test("a card says its language and what it is about, and begins with a heading", () => {
    for (const card of cards as Element[]) {
      expect(card.lang).toMatch(/^[a-z]{2}/);
      expect(card.speak).toMatch(/\S/);
      const [first] = list(card.body);
      const headings = elements(first as object, /^TextBlock$/).filter(({ style }) => style === "heading");
      expect([first, headings.length > 0]).toEqual([first, true]);
      expect(isWord(String(headings[0]?.text))).toBe(true);
    }
  });

  test("every input has a label, and says what is wrong when it has to be filled in", () => {
    for (const input of cards.flatMap((card) => elements(card, /^Input\./))) {
      expect(input.label).toMatch(/\S/);
      if (input.isRequired === true) expect(input.errorMessage).toMatch(/\S/);
    }
  });

  test("no text is empty", () => {
    for (const card of cards) for (const text of textsIn(card)) expect(text).toMatch(/\S/);
  });

  test("what is colored also says it in words, and the colors are the reader's", () => {
    for (const card of cards) {
      for (const { inlines } of elements(card, /^RichTextBlock$/)) {
        if (!list(inlines).some(({ color }) => color !== undefined)) continue;
        expect(
          isWord(
            list(inlines)
              .map(({ text }) => text)
              .join(""),
          ),
        ).toBe(true);
      }
      for (const block of elements(card, /^TextBlock$/)) {
        if (block.color !== undefined) expect(isWord(String(block.text))).toBe(true);
      }
      for (const box of elements(card, /^(Container|Column|ColumnSet|TableCell)$/)) {
        if (box.style === undefined) continue;
        expect(box.style).toMatch(STYLE);
        expect(textsIn(box).some(isWord)).toBe(true);
      }
      for (const { color } of elements(card, /^(TextBlock|TextRun)$/)) {
        if (color !== undefined) expect(color).toMatch(COLOR);
      }
      expect(JSON.stringify(card)).not.toMatch(/"backgroundImage"|"#[0-9a-f]{3,8}"/i);
    }
  });

  test("every picture has a text, and every chart a title and the same in words after it", () => {
    for (const card of cards) {
      for (const { altText } of elements(card, /^Image$/)) expect(isWord(String(altText))).toBe(true);
      for (const box of elements(card, /^Container$/)) {
        for (const [i, { type, title }] of list(box.items).entries()) {
          if (!/^Chart\./.test(String(type))) continue;
          expect(title).toMatch(/\S/);
          expect(list(box.items)[i + 1]).toMatchObject({
            type: "TextBlock",
            text: expect.stringMatching(/\S/),
          });
        }
      }
      const charts = elements(card, /^Chart\./);
      const inBoxes = elements(card, /^Container$/).flatMap(({ items }) => list(items));
      for (const chart of charts) expect(inBoxes).toContain(chart);
    }
  });

  test("no two buttons of a card are called the same and do something else", () => {
    for (const card of EXCLUSIVE.includes(name) ? [] : cards) {
      const does = new Map<string, string>();
      for (const each of elements(card, /^Action\.(?!Submit)/)) {
        const { type, title, tooltip, verb, data, url, card: form } = each;
        expect(isWord(String(title))).toBe(true);
        const called = JSON.stringify([title, tooltip]);
        const effect = JSON.stringify([type, verb, data, url, form]);
        expect([called, does.get(called) ?? effect]).toEqual([called, effect]);
        does.set(called, effect);
      }
    }
  });
});
