import { z } from "zod";
import type { Change } from "../domain/eligibility/prospects.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Session, Ticket } from "../domain/ticket/ticket.ts";
import { levelList } from "./devices.ts";
import { type Audience, explain } from "./findings.ts";
import { oneLine } from "./text/one-line.ts";
import type { Words } from "./text/words.ts";
import type { Stage, TicketView } from "./view.ts";

/** What the cards of a ticket have in common. */

/** What every button of a card sends back, for the card under this key. */
export const sentBack = ({ ticket }: TicketView, surface: string) => ({
  ticket: ticket.id as string,
  version: ticket.version,
  surface,
});

/** A row of a card: label and value. Rows without a value are left out. */
export const row = (label: string, value: string) => (value === "" ? [] : [{ label, value }]);

/** `10:30`, or `10:30 by Hana Weber` when another person asked on the sharer's behalf. */
export function askedAt({ openedAt, openedBy, sharer }: Ticket, at: number, words: Words): string {
  const time = words.moment(openedAt, at);
  return openedBy.id === sharer.id
    ? time
    : words.say("ticket.asked-by", { time, name: words.name(openedBy) });
}

/** `Control until 10:52 · View only until 11:04`: the highest first. */
export function approvedNow({ grants, pausedBy }: Session, at: number, words: Words): string {
  if (pausedBy !== null) return words.say("ticket.approved-paused");
  return grants
    .filter(({ over }) => over === null)
    .toReversed()
    .map(({ level, until }) =>
      words.say(`ticket.approved-until.${level}`, { until: words.moment(until, at) }),
    )
    .join(" · ");
}

const MINUTE = 60_000;
const OFFERED = [10, 20, 30];

/** For how long a helper can ask to view: never longer than the policy allows. */
export function viewLengths({ longest }: Policy, words: Words) {
  const most = Math.floor(longest.view / MINUTE);
  const lengths = [...new Set([...OFFERED.filter((minutes) => minutes < most), most])];
  return {
    lengths: lengths.map((minutes) => ({
      title: words.say("ticket.length", { minutes }),
      value: String(minutes),
    })),
    minutes: String(Math.min(most, OFFERED[1] ?? most)),
  };
}

/** What stands in the way, what to do about it and who can: one condition each, in words for the card's reader. */
export const reasons = (most: number) =>
  z
    .array(
      z.strictObject({
        /** With what waits for it, when that is not everything: `For control: …` */
        sentence: humanText(200),
        remedy: humanText(260),
        hasWho: z.boolean(),
        /** Who can do it, in a sentence; "" when it is the reader. */
        who: ownText(60),
      }),
    )
    .max(most);

/** What every level waits for comes first. */
export const reasonsFrom = (changes: readonly Change[], reader: Audience, words: Words, most: number) =>
  [...changes]
    .sort((one, other) => other.levels.length - one.levels.length)
    .slice(0, most)
    .map(({ finding, levels }) => {
      const { sentence, remedy, who } = explain(finding, reader, words);
      const named = { levels: levelList(levels, words), sentence };
      return {
        sentence: levels.length === LEVELS.length ? sentence : words.say("finding.for-levels", named),
        remedy,
        hasWho: who !== "",
        who,
      };
    });

/**
 * Kinds of card data. A card's schema says with them which texts come from people, so that a test can see that no such
 * text ever reaches an element that reads Markdown, mentions or button titles.
 */
const WORDS_OF = z.registry<{ readonly words: "human" | "own" }>();

/**
 * A name, a subject, a note, a device name: any typed text, as `oneLine` shows it. Longer text is cut, never refused.
 * May be "".
 */
export const humanText = (most: number) =>
  z
    .string()
    .overwrite((text) => cut(oneLine(text), most))
    .register(WORDS_OF, { words: "human" });

/** What a form starts with: the reader's own text, which they change line by line. */
export const humanInput = (most: number) =>
  z
    .string()
    .overwrite((text) => cut(legible(text), most))
    .register(WORDS_OF, { words: "human" });

/** Text of Beckon's own, without anything that a person has written. */
export const ownText = (most = 400) => z.string().max(most).register(WORDS_OF, { words: "own" });

/**
 * A person's name where Markdown is read, as in a mention. Letters, digits and what stands between names are left of it;
 * what could be markup, or end the mention, is left out. Never "".
 */
export const nameInMarkdown = (most: number) =>
  z
    .string()
    .overwrite((name) => cut(plain(name), most) || "Colleague")
    .register(WORDS_OF, { words: "own" });

const plain = (name: string) =>
  name
    .replace(/[^\p{L}\p{M}\p{N} .'’-]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

/** What every button of a ticket's card sends back: which ticket, drawn from which version, on which surface. */
export const onSurface = {
  ticket: ownText(20),
  version: z.number().int().nonnegative(),
  surface: ownText(100),
};

/** The state at a glance: always a word, and a colour that only underlines it. */
export const stateBadge = {
  state: ownText(30),
  tone: z.enum(["default", "accent", "good", "warning", "attention"]),
};

/** Of the stages on the cards of a ticket's two people. */
export const STAGE_TONE: Readonly<Record<Stage, z.infer<typeof stateBadge.tone>>> = {
  waiting: "default",
  "picked-up": "accent",
  blocked: "attention",
  asked: "warning",
  live: "good",
  paused: "warning",
  declined: "accent",
  between: "accent",
  resolved: "good",
  withdrawn: "default",
};

export const STATUS_TONE = {
  open: "accent",
  claimed: "accent",
  resolved: "good",
  withdrawn: "default",
} as const;

/** Label and value, one below the other. */
export const facts = z.array(z.strictObject({ label: ownText(20), value: humanText(240) })).max(12);

/** Titles may hold names, so such a choice is drawn compact: only there is a title never read as Markdown. */
export const humanChoices = z.array(z.strictObject({ title: humanText(100), value: ownText(40) })).max(30);

export const ownChoices = z.array(z.strictObject({ title: ownText(60), value: ownText(40) })).max(10);

/** Whose words a text is; null for what is no text for people, such as an address. */
export const wordsOf = (schema: z.ZodType): "human" | "own" | null => WORDS_OF.get(schema)?.words ?? null;

/** Control characters and lone surrogates are removed: each takes six bytes in JSON. */
const legible = (text: string): string => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, "");

/** Never in the middle of a character: half an emoji is no valid text. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(
    text.slice(0, most),
  )) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  return `${kept}…`;
}
