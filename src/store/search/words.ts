/** Longer words are cut, in documents and in questions alike. */
const LONGEST = 40;
/** More of one text is never looked at. */
const MOST_TEXT = 20_000;
/** Scripts that put no space between words: each character counts as one. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/**
 * The words of a text, in one spelling: small letters without accents, letters and digits only. Both engines are given
 * these and split nothing themselves, so they find the same; and no character is left that would mean anything to them.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .slice(0, MOST_TEXT)
    .toWellFormed()
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(WITHOUT_SPACES, " $& ");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => [...word].slice(0, LONGEST).join(""));
}

/** An id as one word. */
export const idWord = (id: string): string => wordsOf(id).join("").slice(0, LONGEST);
