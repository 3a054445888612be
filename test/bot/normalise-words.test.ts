import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseWords } from "../../src/bot/normalise-words.ts";

test.each([
  ["stop", "stop"],
  ["  STOP!!! ", "stop"],
  ["/stop", "stop"],
  ["**stop**", "stop"],
  ["_stop_ `now`", "stop now"],
  ["~~stop~~", "stop"],
  ["# stop", "stop"],
  ["“stop”", "stop"],
  ["«stop».", "stop"],
  ["„Stopp“", "stopp"],
  ["\u200fstop", "stop"],
  ["\u202astop\u202c", "stop"],
  ["st\u00adop", "stop"],
  ["s\u200bt\u2060o\ufeffp", "stop"],
  ["stop\u00a0now", "stop now"],
  ["ｓｔｏｐ", "stop"],
  ["ⓢⓣⓞⓟ", "stop"],
  ["𝐬𝐭𝐨𝐩", "stop"],
  ["stop 🛑", "stop"],
  ["¡para!", "para"],
  ["arre\u0302te", "arrête"],
  ["please,  stop now!!", "please stop now"],
  ["Don’t stop", "don't stop"],
  ["line one\r\nline two", "line one line two"],
  ["İPTAL", "iptal"],
  ["e-mail", "e-mail"],
  ["35.", "35"],
  ["🛑", "🛑"],
  ["?", "?"],
  ["", ""],
  ["\u200b", ""],
])("%j is compared as %j", (text, words) => {
  expect(normaliseWords(text)).toBe(words);
});

test("what is normalised stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const words = normaliseWords(text);
      expect(normaliseWords(words)).toBe(words);
    }),
  );
});
