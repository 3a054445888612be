import { isGuid } from "../../domain/ticket/ids.ts";
import type { SearchQuery, SearchScope } from "../../ports/ticket-search.ts";
import type { Expression } from "../engines/word-index.ts";
import { ABOUT, type About, heldBy, idWord, sharedBy, wordsOf } from "../projections/words.ts";

/** More words in one query are ignored: each only narrows the result. */
const MOST_WORDS = 12;

/** Which words count as beginnings. */
export interface Beginnings {
  /** The last word of a text. */
  readonly inTexts: boolean;
  /** Every word of a name. */
  readonly inNames: boolean;
}

/** What a query asks of the word index. Null: every ticket matches. `nothing`: the words given hold nothing to search for. */
export function expressionOf(
  query: SearchQuery,
  { inTexts, inNames }: Beginnings,
): Expression | null | "nothing" {
  const named = [
    namesIn("person", query.person, inNames),
    namesIn("helper", query.helper, inNames),
    query.device !== undefined && isGuid(query.device.trim())
      ? [exactly(ABOUT.device + idWord(query.device))]
      : namesIn("device", query.device, inNames),
    query.status === undefined ? [] : [exactly(ABOUT.status + query.status)],
  ];
  const words = query.words === undefined ? [] : asked(query.words, inTexts);
  if (named.includes(null) || words === null) return "nothing";
  return inScope(
    query.sight,
    named.flatMap((each) => each ?? []),
    words,
  );
}

type Asked = { readonly word: string; readonly isPrefix: boolean };

/**
 * The search scope, as part of the query. Staff find what helpers wrote for one another, except on their own requests,
 * where the notes are about them.
 */
function inScope({ kind, person }: SearchScope, named: readonly Expression[], words: readonly Asked[]) {
  const as = (abouts: readonly About[], whose: readonly Expression[]): Expression => ({
    all: [...whose, ...named, ...words.map((word) => anywhere(word, abouts))],
  });
  const own = as(OWN, [exactly(sharedBy(person))]);
  switch (kind) {
    case "own":
      return own;
    case "helper": {
      const mine = { any: [exactly(heldBy(person)), exactly(`${ABOUT.status}open`)] };
      return { any: [own, { these: as(STAFF, [mine]), without: exactly(sharedBy(person)) }] };
    }
    case "lead":
      if (words.length > 0) {
        return { any: [own, { these: as(STAFF, []), without: exactly(sharedBy(person)) }] };
      }
      return named.length === 0 ? null : { all: named };
    case "auditor":
      if (words.length > 0) return { any: [own, as(AUDITED, [])] };
      return named.length === 0 ? null : { all: named };
  }
}

const AUDITED: readonly About[] = ["person", "device"];
const OWN: readonly About[] = ["text", ...AUDITED];
const STAFF: readonly About[] = ["note", ...OWN];

const exactly = (word: string): Expression => ({ word, isPrefix: false });

const anywhere = ({ word, isPrefix }: Asked, abouts: readonly About[]): Expression => ({
  any: abouts.map((about) => ({ word: ABOUT[about] + word, isPrefix })),
});

/** Null when the text holds no word at all. */
function asked(text: string, isLastPrefix: boolean): Asked[] | null {
  const words = [...new Set(wordsOf(text))].slice(0, MOST_WORDS);
  if (words.length === 0) return text.trim() === "" ? [] : null;
  return words.map((word, index) => ({ word, isPrefix: isLastPrefix && index === words.length - 1 }));
}

function namesIn(about: About, text: string | undefined, isPrefix: boolean): Expression[] | null {
  if (text === undefined) return [];
  return asked(text, false)?.map(({ word }) => ({ word: ABOUT[about] + word, isPrefix })) ?? null;
}
