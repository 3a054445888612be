import { LRUCache } from "lru-cache";

/** Markup at the start of a line: heading, quotation, list. */
const LINE_MARKUP = /^(?:[ \t]*(?:#{1,6}|[-*+]|>+)(?:[ \t]+|$)|[ \t]*>+)+/gm;
/** Bold, struck out, code. A single sign stays, as in `*.docx` and `my_file`, unless a pair of them is around words. */
const EMPHASIS = /`+|[*_~`]{2,}/g;
const ITALICS = /(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]*\S)\1(?![\p{L}\p{N}])/gu;

/** Bidi controls, zero-width and tag characters, fillers, the blank of Braille, private use: nothing of them is seen. A joiner stays inside an emoji. */
const INVISIBLE =
  /[\p{Cf}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800](?<![\p{Extended_Pictographic}\p{Emoji_Modifier}]\u200d(?=\p{Extended_Pictographic}))/gu;
const BLANKS = /[\p{Cc}\p{Z}]+/gu;
/** More marks on one character would be drawn over the lines above and below. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Signs that look like a state or an approval: geometric shapes (Beckon's own dot among them), miscellaneous symbols
 * and dingbats with all check marks, crosses and warnings, coloured shapes, locks, shields, keys, thumbs, boxed words such as OK.
 * Other emoji stay: "my 🖨 is broken".
 */
const STATUS_SIGNS =
  /[√ℹ⍻〶〼㊗㊙\u2460-\u24ff\u2500-\u27bf\u2b00-\u2bff\u{1f100}-\u{1f1e5}\u{1f200}-\u{1f2ff}\u{1f3c5}\u{1f3c6}\u{1f396}\u{1f44c}-\u{1f44e}\u{1f4a1}\u{1f4af}\u{1f4db}\u{1f4dd}\u{1f4e2}\u{1f4e3}\u{1f50f}-\u{1f518}\u{1f51e}\u{1f52f}-\u{1f53d}\u{1f5f3}-\u{1f5f9}\u{1f64b}\u{1f650}-\u{1f67f}\u{1f6a6}-\u{1f6ab}\u{1f6ae}-\u{1f6b1}\u{1f6c2}\u{1f6d1}\u{1f6e1}\u{1f780}-\u{1f7ff}\u{1f947}\u{1f9ff}\u{1fa96}]/gu;

/** Words with single blanks and marks that mean nothing to any rule below: most names, subjects and notes. */
const PLAIN = /^(?:[A-Za-z0-9\u00c0-\u024f.,:;!?'"()/&%=@$€-]+(?: (?![-+>#])|$))*$/;
/** A text is shown on several cards, and again with every render. */
const cleaned = new LRUCache<string, string>({ max: 1_000 });

/**
 * A text of a person as it is shown to others: the same words on one line, without what is invisible, without
 * Markdown, and without signs that could pass for Beckon's own. The stored text stays as it was written. Idempotent.
 */
export function oneLine(written: string): string {
  if (PLAIN.test(written) && !written.startsWith("-") && !written.includes("](")) return written.trim();
  const known = cleaned.get(written) ?? clean(written);
  cleaned.set(written, known);
  return known;
}

function clean(written: string): string {
  return written
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, "\n")
    .replace(STATUS_SIGNS, "")
    .replace(INVISIBLE, "")
    .replace(EMPHASIS, "")
    .replace(ITALICS, "$2")
    .replace(LINE_MARKUP, "")
    .replaceAll("](", "] (")
    .replace(STACKED_MARKS, "$1")
    .replace(BLANKS, " ")
    .trim();
}

/** Everything that can end a quotation, in any language. */
const QUOTATION_MARKS = /["“”„‟«»‹›″〝〞〟＂「」『』]/g;

/** The same inside quotation marks, which no text can close. */
export const withinQuotes = (written: string): string => oneLine(written).replace(QUOTATION_MARKS, "'");
