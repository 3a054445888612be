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
