import { isGuid } from "../../domain/ticket/guid.ts";
import type { SearchQuery, SearchScope } from "../../ports/ticket-search.ts";
import { ABOUT, type About, heldBy, sharedBy } from "./document.ts";
import { idWord, wordsOf } from "./words.ts";

/** A question to the index of words, before an engine's spelling of it. */
export type Expression =
  | { readonly word: string; readonly isBeginning: boolean }
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly these: Expression; readonly without: Expression };

/** More words in one question are left out: each narrows what the others have found. */
const MOST_WORDS = 12;

/**
 * What a question asks of the index. Null: every ticket fits. `nothing`: words were given, and none that can be found.
 * @param unfinished the last word may be the beginning of one.
 */
export function expressionOf(query: SearchQuery, unfinished: boolean): Expression | null | "nothing" {
  const named = [
    beginningWith("person", query.person),
    beginningWith("helper", query.helper),
    query.device !== undefined && isGuid(query.device.trim())
      ? [exactly(ABOUT.device + idWord(query.device))]
      : beginningWith("device", query.device),
    query.status === undefined ? [] : [exactly(ABOUT.status + query.status)],
  ];
  const words = query.words === undefined ? [] : asked(query.words, unfinished);
  if (named.includes(null) || words === null) return "nothing";
  return inSight(
    query.sight,
    named.flatMap((each) => each ?? []),
    words,
  );
}

type Asked = { readonly word: string; readonly isBeginning: boolean };

/**
 * Who may find what. What helpers wrote for one another is found by staff, and not on their own requests: there they
 * are the one whom the notes are about.
 */
function inSight({ kind, person }: SearchScope, named: readonly Expression[], words: readonly Asked[]) {
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

const exactly = (word: string): Expression => ({ word, isBeginning: false });

const anywhere = ({ word, isBeginning }: Asked, abouts: readonly About[]): Expression => ({
  any: abouts.map((about) => ({ word: ABOUT[about] + word, isBeginning })),
});

/** Null when something was asked for that holds no word at all. */
function asked(text: string, unfinished: boolean): Asked[] | null {
  const words = [...new Set(wordsOf(text))].slice(0, MOST_WORDS);
  if (words.length === 0) return text.trim() === "" ? [] : null;
  return words.map((word, index) => ({ word, isBeginning: unfinished && index === words.length - 1 }));
}

function beginningWith(about: About, text: string | undefined): Expression[] | null {
  if (text === undefined) return [];
  return asked(text, true)?.map(({ word }) => ({ word: ABOUT[about] + word, isBeginning: true })) ?? null;
}
