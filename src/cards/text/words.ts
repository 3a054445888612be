import { IntlMessageFormat } from "intl-messageformat";
import { LRUCache } from "lru-cache";
import type { Person, Personal } from "../../domain/ticket/person.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import { en } from "./en/index.ts";
import { oneLine, withinQuotes } from "./one-line.ts";
import * as translations from "./translations.ts";
import type { ValuesOf } from "./values.ts";

export type Key = keyof typeof en;
export type Messages = Readonly<Record<Key, string>>;

type Translation = Readonly<Record<string, string>>;

/** The languages that come with Beckon besides English, as their files have them. */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = { ...translations };

/** Tag of the language (`de`, `pt-BR`) to its sentences; a sentence that a language lacks appears in English. */
const LANGUAGES = new Map<string, Messages>([["en", en]]);
for (const [tag, messages] of Object.entries(TRANSLATIONS)) addLanguage(tag, messages);

export const DEFAULT_LANGUAGE = "en";

/** A language as its JSON file has it: key to sentence. */
export function addLanguage(tag: string, messages: Translation): void {
  LANGUAGES.set(tag, { ...en, ...messages });
}

export const languages = (): readonly string[] => [...LANGUAGES.keys()];

export const messagesOf = (language: string): Messages => LANGUAGES.get(language) ?? en;

/**
 * The language to write to a reader in: their own choice, else the one of their Teams client, by its whole tag or its first
 * part (`de-AT` is `de`); English where Beckon speaks neither.
 */
export function languageOf({
  language,
  locale,
}: {
  readonly language?: string | null;
  readonly locale: string;
}): string {
  const tags = [language, locale, locale.split(/[-_]/)[0]?.toLowerCase()];
  return tags.find((tag) => tag != null && LANGUAGES.has(tag)) ?? DEFAULT_LANGUAGE;
}

/** The values that a key takes: none, or all that its sentence names. A union of keys takes what any of them names. */
type Arguments<K extends Key> = K extends Key
  ? keyof ValuesOf<(typeof en)[K]> extends never
    ? [values?: Record<never, never>]
    : [values: ValuesOf<(typeof en)[K]>]
  : never;

/** How Beckon speaks to one reader: their language, their clock. */
export interface Words extends Dates {
  readonly language: string;
  /** The reader's region in the language of the sentences, for Intl: a German client that reads English has `en-DE`. */
  readonly locale: string;
  /** The sentence under this key, with its values. Costs about 0.3 µs, with a plural 2 µs. */
  say<K extends Key>(key: K, ...values: Arguments<K>): string;
  /** `view, control and administrator control` */
  list(items: readonly string[]): string;
  /** `40 s`, `15 min`, `1 h 5 min`; rounded up to minutes beyond the first one, so that nothing seems over too early. */
  duration(milliseconds: number): string;
  /** `18 min`, `7 min 30 s`: to the second, so that the parts of a session add up to the whole. */
  exactly(milliseconds: number): string;
  /** Text about a person on one line (`oneLine`); once they are erased, words that say so. */
  text(personal: Personal): string;
  /** The same in quotation marks, for what one person wrote and another reads. */
  quoted(personal: Personal): string;
  /** `Hana writes: “…”`: beside a decision, so that nobody takes it for Beckon's own statement. */
  writes(who: Person, personal: Personal): string;
  /** Like `text`; "" when nothing was ever written. */
  textOrNothing(personal: Personal | null): string;
  name(person: Person): string;
  /** `Hana` of `Hana Weber` or `Weber, Hana`; the whole name where it is not clear which part that is. */
  firstName(person: Person): string;
}

const known = new LRUCache<string, Words>({ max: 500 });

export function wordsFor(reader: ReaderLocale): Words {
  const language = languageOf(reader);
  const key = `${language} ${reader.locale} ${reader.timeZone} ${reader.assumesZone === true}`;
  const words = known.get(key) ?? makeWords(language, reader);
  known.set(key, words);
  return words;
}

function makeWords(language: string, reader: ReaderLocale): Words {
  const messages = messagesOf(language);
  const formats = new Map<Key, IntlMessageFormat>();
  const lists = listFormat(language);
  const locale = localeIn(language, reader.locale);

  function say<K extends Key>(key: K, ...[values]: Arguments<K>): string {
    const message = messages[key];
    if (!/[{']/.test(message)) return message;
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(message, localeFor(language), undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values as Record<string, string | number>));
  }

  const shown = ({ text }: Personal, show: (written: string) => string): string => {
    if (text === null) return say("text.erased");
    return show(text) || (text === "" ? "" : say("text.unreadable"));
  };
  const text = (personal: Personal) => shown(personal, oneLine);
  const quoted = (personal: Personal) =>
    shown(personal, (written) => {
      const inside = withinQuotes(written);
      return inside === "" ? "" : say("text.quoted", { text: inside });
    });
  const firstName = ({ name }: Person) => (name.text === null ? text(name) : firstNameIn(text(name)));
  return {
    language,
    locale,
    say,
    text,
    quoted,
    writes: (who, personal) => say("text.writes", { who: firstName(who), text: quoted(personal) }),
    textOrNothing: (personal) => (personal === null ? "" : text(personal)),
    name: ({ name }) => text(name),
    firstName,
    list: (items) => lists.format(items),
    ...datesOf(
      { ...reader, locale },
      {
        span: (from, to) => say("time.span", { from, to }),
        otherDay: (time, day) => say("time.other-day", { time, day }),
      },
    ),
    duration(milliseconds) {
      if (milliseconds < 60_000)
        return say("time.seconds", { seconds: Math.max(0, Math.ceil(milliseconds / 1000)) });
      const all = Math.ceil(milliseconds / 60_000);
      const [hours, minutes] = [Math.floor(all / 60), all % 60];
      if (hours === 0) return say("time.minutes", { minutes });
      return minutes === 0 ? say("time.hours", { hours }) : say("time.hours-minutes", { hours, minutes });
    },
    exactly(milliseconds) {
      const total = Math.round(milliseconds / 1000);
      const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
      const parts = [
        hours === 0 ? "" : say("time.hours", { hours }),
        minutes === 0 ? "" : say("time.minutes", { minutes }),
        seconds === 0 && total > 0 ? "" : say("time.seconds", { seconds }),
      ];
      return parts.filter(Boolean).join(" ");
    },
  };
}

function firstNameIn(name: string): string {
  const first = (name.split(", ")[1] ?? name).trim().split(" ")[0] ?? name;
  return /^\p{Script=Latin}[\p{Script=Latin}'’-]+$/u.test(first) ? first : name;
}

/** A test's pseudo-language is no locale that Intl knows. */
const localeFor = (language: string): string => {
  try {
    return Intl.PluralRules.supportedLocalesOf(language)[0] ?? "en";
  } catch {
    return "en";
  }
};

const listFormat = (language: string) =>
  new Intl.ListFormat(localeFor(language) === "en" ? "en-GB" : localeFor(language), { type: "conjunction" });

function localeIn(language: string, locale: string): string {
  try {
    const { language: base } = new Intl.Locale(language);
    const client = new Intl.Locale(locale);
    if (client.language === base) return locale;
    const { region } = client.maximize();
    return region === undefined ? language : `${base}-${region}`;
  } catch {
    return locale;
  }
}

/** Moments as one reader writes them: their zone, and the date order and clock of their region. */
interface Dates {
  /** `10:41`, with its zone where that is only assumed, or `10:41 (Tue 24 Nov)` when that is another day than `now` where the reader is. */
  moment(at: number, now: number): string;
  /** `24 Nov 2026, 10:41 CET`, for a card that is read long after. */
  dated(at: number): string;
  /** `24 Nov 2026, 10:34 to 10:43 CET`; the date again where it is another one. */
  datedSpan(from: number, to: number): string;
  /** `24 Nov 2026, 10:41:07 CET`, for records. */
  exact(at: number): string;
  /** `24 Nov 2026, 10:41:07 to 10:45:00 CET` */
  exactSpan(from: number, to: number): string;
}

type Parts = Intl.DateTimeFormatOptions;

const DATE: Parts = { day: "numeric", month: "short", year: "numeric" };
const DAY: Parts = { weekday: "short", day: "numeric", month: "short" };
const MINUTES: Parts = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const SECONDS: Parts = { ...MINUTES, second: "2-digit" };

/** @param join `{from} to {to}` and `{time} ({day})` in the reader's language. */
function datesOf(
  reader: ReaderLocale,
  join: { span(from: string, to: string): string; otherDay(time: string, day: string): string },
): Dates {
  const format = (at: number, parts: Parts) => formatFor(reader, parts)(at);
  const zone = (at: number) =>
    formatFor(
      { ...reader, locale: "en-GB" },
      { hour: "2-digit", timeZoneName: "short" },
    )(at).replace(/^\S+ /, "");

  /** The zone stands behind the end only; when the clocks change in between, behind both. */
  function span(from: number, to: number, time: Parts): string {
    const { timeZoneName: _, ...bare } = time;
    const isSameDay = format(from, DATE) === format(to, DATE);
    const begin = format(from, { ...DATE, ...(zone(from) === zone(to) ? bare : time) });
    return join.span(begin, format(to, isSameDay ? time : { ...DATE, ...time }));
  }

  return {
    moment(at, now) {
      const time = format(at, reader.assumesZone === true ? MINUTES : { timeStyle: "short" });
      const day = format(at, DAY);
      return day === format(now, DAY) ? time : join.otherDay(time, day);
    },
    dated: (at) => format(at, { ...DATE, ...MINUTES }),
    datedSpan: (from, to) => span(from, to, MINUTES),
    exact: (at) => format(at, { ...DATE, ...SECONDS }),
    exactSpan: (from, to) => span(from, to, SECONDS),
  };
}

/** Making a format costs a hundred times what using it does (about 30 µs); a few zones and languages serve most readers. */
const formats = new LRUCache<string, (at: number) => string>({ max: 500 });

function formatFor(reader: ReaderLocale, parts: Parts): (at: number) => string {
  const key = `${reader.locale} ${reader.timeZone} ${Object.entries(parts).join()}`;
  const known = formats.get(key) ?? makeFormat(reader, parts);
  formats.set(key, known);
  return known;
}

/** A zone or locale that this runtime does not know is replaced by UTC and English, and the time is labelled so. */
function makeFormat({ locale, timeZone }: ReaderLocale, parts: Parts): (at: number) => string {
  try {
    const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
    // `7:35 AM` and `07:35`, as the short style has them: one style on all cards of a reader.
    const hour: Parts = parts.hour !== undefined && hour12 === true ? { hour: "numeric" } : {};
    const known = new Intl.DateTimeFormat(locale, { ...parts, ...hour, timeZone });
    return (at) => known.format(at);
  } catch {
    const { timeZoneName: _, ...bare } = parts;
    const instead = new Intl.DateTimeFormat("en-GB", { ...bare, timeZone: "UTC" });
    return (at) => `${instead.format(at)} UTC`;
  }
}

/** For records and reports that are written in English, with moments in UTC. */
export const ENGLISH = wordsFor({ locale: "en-GB", timeZone: "UTC" });
