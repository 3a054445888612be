import { expect, test } from "vitest";
import { readsAsAnswer } from "../../src/bot/reads-as-answer.ts";

test.each([
  "no",
  "No!",
  "NO",
  "nope",
  "not now",
  "Not now, please",
  "no thanks",
  "No, who are you?",
  "later",
  "deny",
  "nein",
  "Nein danke",
  "jetzt nicht",
  "später",
  "nicht zulassen",
  "Das lasse ich nicht zu.",
  "non",
  "pas maintenant",
  "ahora no",
  "não",
  "agora não",
  "non ora",
  "nee",
  "niet nu",
  "いいえ",
  "今は無理です。後で",
  "nie",
  "nie teraz",
  "hayır",
  "şimdi değil",
  "لا",
  "ليس الان",
  "👎",
  "❌",
  "no, no, no",
  "I was asked something. No",
  "cancel",
  "\u200fno",
  "no 42",
  "42 no",
  "no, 42",
])("%j is a no", (text) => {
  expect(readsAsAnswer(text)).toBe("no");
});

test.each([
  "yes",
  "Yes please",
  "ok",
  "OK!",
  "sure",
  "go ahead",
  "ja",
  "Zulassen",
  "ich stimme zu",
  "Zulassen 42",
  "oui",
  "sí",
  "sim",
  "va bene",
  "はい",
  "tak",
  "evet",
  "نعم",
  "👍",
  "yes, 42",
  "allow 42",
  "42, allow",
])("%j is a yes", (text) => {
  expect(readsAsAnswer(text)).toBe("yes");
});

test.each(["42", "ja ４２", " 7 ", "42.", "4 2", "４２", "٤٢", "४२", "\u200e42"])(
  "%j is a number",
  (text) => {
    expect(readsAsAnswer(text)).toBe("number");
  },
);

test.each([
  "who is this?",
  "no problem",
  "no idea what this is",
  "my vpn says no",
  "yes but what is it",
  "2026",
  "",
  "not enough memory",
])("%j says something else", (text) => {
  expect(readsAsAnswer(text)).toBeNull();
});
