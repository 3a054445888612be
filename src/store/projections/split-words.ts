/** Longer words are cut, in documents and in queries alike. */
const LONGEST = 40;
/** Characters of a text that are indexed. */
const MOST_TEXT = 20_000;
/** Scripts that put no space between words: each character counts as one. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/**
 * The words of a text, normalized: lower case without accents, letters and digits only. Both engines get these and split
 * nothing themselves, so they find the same, and no character with a meaning in a query language is left.
 */
export function wordsOf(text: string): string[] {
  const start = text.slice(0, MOST_TEXT);
  const words = ASCII.test(start) ? start.toLowerCase().match(/[a-z0-9]+/g) : inOneSpelling(start);
  return (words ?? []).map((word) => (word.length <= LONGEST ? word : [...word].slice(0, LONGEST).join("")));
}

/** Fast path for most texts: ASCII needs no Unicode normalization. */
const ASCII = /^\p{ASCII}*$/u;

const inOneSpelling = (text: string): string[] | null =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(WITHOUT_SPACES, " $& ")
    .match(/[\p{L}\p{N}]+/gu);

/** An id as one word. */
export const idWord = (id: string): string => wordsOf(id).join("").slice(0, LONGEST);
