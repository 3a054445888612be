const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const LINE_ENDS_AND_TABS = /[\t-\r]/g;
const AROUND_A_WORD = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/**
 * A message in the form in which it is compared with commands, stop words and answers: compatibility characters
 * folded (NFKC), lower case, one space between words; without invisible characters and without the punctuation,
 * Markdown, quotation marks and slash around a word. A message of symbols alone keeps them.
 *
 * "/Stop", "**STOP**!", "«stop»" and "st\u00adop" become "stop"; "please,  stop now!!" becomes "please stop now";
 * "Don’t" becomes "don't"; "🛑" and "?" stay.
 */
export function normaliseWords(text: string): string {
  const folded = text
    .normalize("NFKC")
    .replace(LINE_ENDS_AND_TABS, " ")
    .replace(INVISIBLE, "")
    .replace(/\s+/gu, " ")
    .replace(/[’‘´`]/g, "'")
    .toLowerCase()
    // Lower case of the Turkish capital İ is an i with a second dot.
    .replace(/i\u0307/g, "i")
    .trim();
  const words = folded.split(" ").map((word) => word.replace(AROUND_A_WORD, ""));
  return words.filter(Boolean).join(" ") || folded;
}

/** One form for all ways of writing a word: compatibility forms, case, Latin accents, the Turkish ı, Arabic marks. */
export function foldWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}|\ufe0f|[\u{1f3fb}-\u{1f3ff}]/gu, "")
    .normalize("NFD")
    .replace(/(?<=[a-z])\p{M}+/gu, "")
    .replace(/[\u064b-\u0655\u0670\u0640]/g, "")
    .normalize("NFC")
    .replace(/ı/g, "i")
    .replace(/ł/g, "l")
    .replace(/ß/g, "ss")
    .replace(/[أإآ]/g, "ا")
    .replace(/[’‘´`]/g, "'");
}

/** Folded words. "s t o p" and "s.t.o.p" are one word; "stooop" is "stop"; French "l'écran" are two. */
export function tokensOf(text: string): string[] {
  const spoken = foldWords(text).replace(/(?<![\p{L}'])(l|d|j|qu)'(?=\p{L})/gu, "$1 ");
  const tokens = spoken.match(/[\p{L}\p{N}']+(?:-[\p{L}\p{N}']+)*/gu) ?? [];
  const words = tokens.map((token) => token.replace(/^'+|'+$/g, "")).filter(Boolean);
  const isSpelled = words.length > 2 && words.every((word) => word.length === 1);
  return (isSpelled ? [words.join("")] : words).map((word) => word.replace(/(\p{L})\1{2,}/gu, "$1"));
}

/** The parts of a message that stand for themselves. A colon and quotation marks do not end one. */
export function clausesOf(text: string): string[] {
  const words = tokensOf(text);
  return words.length === 1 ? words : foldWords(text).split(/[,.;!?…\n،؛؟。、]+|\s[-–—]+\s/u);
}
