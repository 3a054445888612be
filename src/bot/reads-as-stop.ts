import { clausesOf, foldWords, tokensOf } from "./normalise-words.ts";
import { JAPANESE, POLITE, STOP_SYMBOLS, STOP_WORDS, type StopWords } from "./stop-words.ts";

/**
 * - `stop`: the person wants the session to end; no other thing is named.
 * - `show-stop`: a word for stop is in it, but it may be about something else, or be negated.
 * - `neither`: nothing in it means stop.
 *
 * A false `stop` costs a question and a number, about a minute. A missed one leaves a person watched against their
 * will. So the rule stops where nothing else is named, and every answer in a live session carries the Stop button.
 */
type StopReading = "stop" | "show-stop" | "neither";

interface StopReader {
  /** BCP 47; short words that are common in other languages stop only in their own. */
  readonly locale: string;
  /** Names of helper and sharer, which may stand beside a stop. */
  readonly names?: readonly string[];
}

/** Longer messages are about something else; their first and last clause are still read. */
const MOST_TEXT = 1_000;
const MARK = "■";

/** Pure. `text` is what the person typed, without quotes, tags and Beckon's own name. */
export function readsAsStop(text: string, reader: StopReader): StopReading {
  const cut = text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}.${text.slice(-MOST_TEXT)}`;
  const japanese = readsAsJapaneseStop(cut);
  if (japanese !== "neither") return japanese;
  const names = new Set((reader.names ?? []).flatMap((name) => tokensOf(name)));
  const clauses = clausesOf(cut.replace(STOP_SYMBOLS, " stop ")).map((clause) =>
    tokensOf(clause).filter((token) => !names.has(token)),
  );
  const spoken = clauses.filter((tokens) => tokens.some((token) => !FILLERS.has(token)));
  const all = clauses.flat();
  if (isAmbiguousStop(all, reader)) return "stop";
  const [first, last] = [spoken[0] ?? [], spoken.at(-1) ?? []];
  if (isStop(first) || isStop(last) || isStop(all)) return "stop";
  return all.some((token) => ANY_STOP.has(token)) || marked(all).includes(MARK) ? "show-stop" : "neither";
}

/** True for nothing but a stop, what only a session can be meant by, and politeness. */
function isStop(tokens: readonly string[]): boolean {
  if (
    tokens.some((token) => NEGATIONS.has(token)) &&
    !PHRASES.some((phrase) => hasNegation(phrase, tokens))
  ) {
    return false;
  }
  const rest = marked(tokens);
  const isNamed = rest.some((token) => OBJECTS.has(token));
  let stops = false;
  for (const token of rest) {
    if (token === MARK || (isNamed && ENDING.has(token))) stops = true;
    else if (!FILLERS.has(token) && !OBJECTS.has(token)) return false;
  }
  return stops;
}

/** "ne regardez plus" and "do not want this" hold a negation and mean stop. */
const hasNegation = (phrase: readonly string[], tokens: readonly string[]): boolean =>
  phrase.some((word) => NEGATIONS.has(word)) && indexOf(tokens, phrase) !== -1;

function isAmbiguousStop(tokens: readonly string[], { locale }: StopReader): boolean {
  const words = STOP_WORDS[locale.slice(0, 2).toLowerCase()]?.ambiguous;
  const core = tokens.filter((token) => !POLITENESS.has(token)).join(" ");
  return words !== undefined && listOf(words).includes(core);
}

/** The tokens with every word and phrase for stop replaced by a mark. */
function marked(tokens: readonly string[]): string[] {
  const rest = [...tokens];
  for (const phrase of PHRASES) {
    for (let at = indexOf(rest, phrase); at !== -1; at = indexOf(rest, phrase)) {
      rest.splice(at, phrase.length, MARK);
    }
  }
  return rest.map((token) => (SINGLE.has(token) ? MARK : token));
}

function indexOf(tokens: readonly string[], phrase: readonly string[]): number {
  return tokens.findIndex((_, at) => phrase.every((word, i) => tokens[at + i] === word));
}

function readsAsJapaneseStop(text: string): StopReading {
  const folded = text.normalize("NFKC").trim();
  if (!JAPANESE.anywhere.test(folded)) return "neither";
  const stops = (clause: string) => JAPANESE.stop.test(clause.replace(JAPANESE.fillers, "").trim());
  const clauses = folded.split(/[、。,.!！?？\s]+/u).filter(Boolean);
  return stops(folded) || stops(clauses[0] ?? "") || stops(clauses.at(-1) ?? "") ? "stop" : "show-stop";
}

const listOf = (words: string): string[] => words.split(",").map((word) => foldWords(word).trim());

const every = (kind: keyof StopWords): string[] =>
  Object.values(STOP_WORDS)
    .flatMap((words) => listOf(words[kind] ?? ""))
    .filter(Boolean);

const STOPS = every("stop");
const SINGLE: ReadonlySet<string> = new Set(STOPS.filter((word) => !word.includes(" ")));
/** Longest first, so that a phrase is not taken apart by a shorter one in it. */
const PHRASES = STOPS.filter((word) => word.includes(" "))
  .map((phrase) => phrase.split(" "))
  .sort((one, other) => other.length - one.length);
const ENDING: ReadonlySet<string> = new Set(every("ending").flatMap((words) => words.split(" ")));
const OBJECTS: ReadonlySet<string> = new Set(every("objects").flatMap((words) => words.split(" ")));
const FILLERS: ReadonlySet<string> = new Set(every("fillers"));
const POLITENESS: ReadonlySet<string> = new Set(listOf(POLITE));
const NEGATIONS: ReadonlySet<string> = new Set(every("negations"));
const ANY_STOP: ReadonlySet<string> = new Set([...SINGLE, ...every("ending"), ...every("ambiguous")]);
