import { IntlMessageFormat } from "intl-messageformat";
import { LRUCache } from "lru-cache";
import type { Person, Personal } from "../../domain/ticket/person.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import { type Dates, datesOf } from "./dates.ts";
import type { en } from "./en/index.ts";
import { type Key, languageOf, messagesOf } from "./languages.ts";
import type { ValuesOf } from "./values.ts";

/** The values that a key takes: none, or all that its sentence names. A union of keys takes what any of them names. */
type Arguments<K extends Key> = K extends Key
  ? keyof ValuesOf<(typeof en)[K]> extends never
    ? [values?: Record<never, never>]
    : [values: ValuesOf<(typeof en)[K]>]
  : never;

/** How Beckon speaks to one reader: their language, their clock. */
export interface Words extends Dates {
  readonly language: string;
  /** The sentence under this key, with its values. Costs about 0.3 µs, with a plural 2 µs. */
  say<K extends Key>(key: K, ...values: Arguments<K>): string;
  /** `view, control and administrator control` */
  list(items: readonly string[]): string;
  /** `40 s`, `15 min`, `1 h 5 min`; rounded up to minutes beyond the first one, so that nothing seems over too early. */
  duration(milliseconds: number): string;
  /** `18 min`, `7 min 30 s`: to the second, so that the parts of a session add up to the whole. */
  exactly(milliseconds: number): string;
  /** Text about a person; once they are erased, words that say so. */
  text(personal: Personal): string;
  /** Like `text`; "" when nothing was ever written. */
  textOrNothing(personal: Personal | null): string;
  name(person: Person): string;
  /** `Hana` of `Hana Weber` or `Weber, Hana`; the whole name where it is not clear which part that is. */
  firstName(person: Person): string;
}

const known = new LRUCache<string, Words>({ max: 500 });

export function wordsFor(reader: ReaderLocale): Words {
  const language = languageOf(reader);
  const key = `${language} ${reader.locale} ${reader.timeZone}`;
  const words = known.get(key) ?? makeWords(language, reader);
  known.set(key, words);
  return words;
}

function makeWords(language: string, reader: ReaderLocale): Words {
  const messages = messagesOf(language);
  const formats = new Map<Key, IntlMessageFormat>();
  const lists = listFormat(language);

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

  const text = ({ text }: Personal) => text ?? say("text.erased");
  return {
    language,
    say,
    text,
    textOrNothing: (personal) => (personal === null ? "" : text(personal)),
    name: ({ name }) => text(name),
    firstName: ({ name }) => (name.text === null ? text(name) : firstNameIn(name.text)),
    list: (items) => lists.format(items),
    ...datesOf(reader, {
      span: (from, to) => say("time.span", { from, to }),
      otherDay: (time, day) => say("time.other-day", { time, day }),
    }),
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

/** For records and reports that are written in English, with moments in UTC. */
export const ENGLISH = wordsFor({ locale: "en-GB", timeZone: "UTC" });
