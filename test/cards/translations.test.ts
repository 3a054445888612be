import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/bot/index.ts";
import { CARDS, type CardContent, type CardName, render } from "../../src/cards/catalog.ts";
import { nudges } from "../../src/cards/nudge.ts";
import { plan } from "../../src/cards/plan.ts";
import { loadTemplate } from "../../src/cards/template.ts";
import { en } from "../../src/cards/text/en/index.ts";
import { messagesOf, TRANSLATIONS, wordsFor } from "../../src/cards/text/words.ts";
import { storyData } from "../../src/cards/ticket-story.ts";
import { viewOf } from "../../src/cards/view.ts";
import { type Element, elements } from "../support/card-elements.ts";
import { commandOf } from "../support/command-of.ts";
import { lena } from "../support/people.ts";
import { textsIn } from "../support/pseudo-texts.ts";
import { remoteHelp, sceneAt } from "../support/scenes.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { at, ticketAfter } from "../support/tickets.ts";

/** German words are longer; a button in a card of 300 pixels cuts what is longer than this. */
const LONGEST_TITLE = 22;
/** Letters of about 7 pixels in the label column of 92. */
const LONGEST_LABEL_WORD = 13;

/** Parts of English sentences, between placeholders, by which a sentence that nobody translated is recognised. */
const fragmentsOf = (message: string): string[] =>
  message
    .split(/\{[^{}]*\}|[{}]/)
    .map((part) => part.trim())
    .filter((part) => part.length >= 10 && part.includes(" "));

describe.each(Object.keys(TRANSLATIONS))("in %s", (tag) => {
  const messages = messagesOf(tag);
  const translated = Object.values<string>(messages);
  const all = translated.join("\n");
  const fragments = Object.values<string>(en)
    .flatMap(fragmentsOf)
    .filter((part) => !all.includes(part));
  const whole = new Set(Object.values<string>(en).filter((text) => !translated.includes(text)));
  const reader = { timeZone: "Europe/Berlin", locale: tag };

  /** Sentences of English on a card. */
  const englishOn = (content: CardContent): string[] =>
    textsIn(render(content, tag)).filter(
      (text) => whole.has(text) || fragments.some((part) => text.includes(part)),
    );

  test.each(STORY_NAMES)("no card after the story “%s” has an English sentence, and all fit", (name) => {
    const { lookedAt, live, events } = STORIES[name];
    const ticket = ticketAfter(events);
    const readers = { readerOf: () => reader, channelReader: reader, summaryFallback: "19:summaries" };
    const contexts = [
      { ...readers, handOff: live ? remoteHelp : null },
      { ...readers, absenceOf: () => "removed" as const, isInReach: false },
    ];
    for (const context of contexts) {
      const view = viewOf(ticket, sceneAt(lookedAt, context));
      for (const slot of [...plan(view), ...nudges(view, ["nudge:1", "nudge:7"])]) {
        for (const each of [slot, { ...slot, ...slot.otherwise }]) {
          expect([slot.key, ...englishOn(each.content())]).toEqual([slot.key]);
        }
      }
    }
    const sight = { kind: "lead", person: lena.id } as const;
    const look = {
      ticket,
      events,
      sight,
      reopenWindow: 0,
      thread: [],
      reads: [],
      page: 0,
      now: at(lookedAt),
    };
    const data = storyData({ ...look, reader: "staff" }, wordsFor(reader));
    expect(englishOn({ card: "ticket-story", data })).toEqual([]);
  });

  test.each(Object.keys(CARDS) as CardName[])("the buttons and labels of %s are not cut", (name) => {
    const template = loadTemplate(CARDS[name].source, tag);
    for (const { title } of elements(template, /^Action\.(?!OpenUrl)/)) {
      const shown = String(title).replace(/\$\{\w+\}/g, "00");
      expect(shown.length, shown).toBeLessThanOrEqual(LONGEST_TITLE);
    }
    for (const { items } of elements(template, /^Column$/).filter(({ width }) => width === "92px")) {
      const [first] = items as Element[];
      const label = String((first?.inlines as Element[] | undefined)?.[0]?.text ?? "");
      const words = label.replace(/\$\{\w+\}/g, "").split(/\s+/);
      for (const word of words) expect(word.length, label).toBeLessThanOrEqual(LONGEST_LABEL_WORD);
    }
  });

  test("every label fits into the column of labels", () => {
    for (const [key, text] of Object.entries(messages).filter(([each]) => each.startsWith("label."))) {
      for (const word of text.split(/\s+/)) {
        expect(word.length, `${key}: ${text}`).toBeLessThanOrEqual(LONGEST_LABEL_WORD);
      }
    }
  });

  test("the word for each command is taken for that command", () => {
    const commands = COMMANDS.map(({ name }) => name);
    const words = commands.map((name) => messages[`typed.${name}` as keyof typeof messages]);
    expect(words.map(commandOf)).toEqual(commands);
  });
});

describe("in German", () => {
  const messages = messagesOf("de");

  /** What Microsoft's programs call their own parts. */
  const MICROSOFT = ["Synchronisieren", "Status überprüfen", "Primärer Benutzer"];

  test("a sentence quotes a button, an answer or a command by its own words", () => {
    const known = new Set([...Object.values<string>(messages), ...MICROSOFT]);
    const quoted = Object.entries(messages).flatMap(([key, text]) =>
      [...text.matchAll(/„([^“{]*)“/g)].map(([, words = ""]) => [key, words] as const),
    );
    const unknown = quoted.filter(([, words]) => !known.has(words) && commandOf(words) === undefined);
    expect(unknown).toEqual([]);
    expect(quoted.length).toBeGreaterThan(50);
  });

  test("people are addressed as Sie, in neutral nouns and German quotation marks", () => {
    for (const [key, text] of Object.entries(messages)) {
      expect(text, key).not.toMatch(/\b(du|dich|dir|dein\w*|euch|euer)\b|\w[*:_]innen|Helfer(?!:)|["”«»]/);
    }
  });
});
