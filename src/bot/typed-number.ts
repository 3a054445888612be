const INVISIBLE = /[\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The digits of a number that somebody typed, as `0` to `9`: "４７", "٤٧" and "4 7" are "47". Null for everything that is no
 * whole number.
 */
export function typedNumber(text: string): string | null {
  const characters = text.normalize("NFKC").replace(INVISIBLE, "");
  return /^\p{Nd}+$/u.test(characters) ? characters.replace(/\p{Nd}/gu, digitOf) : null;
}

const DIGIT = /\p{Nd}/u;

/** Unicode has the digits of a script in order, ten in a row; some rows follow each other directly. */
function digitOf(character: string): string {
  const at = character.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(at - before - 1))) before += 1;
  return String(before % 10);
}
