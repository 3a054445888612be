import { en } from "../../src/cards/text/en/index.ts";
import { addLanguage } from "../../src/cards/text/words.ts";

/**
 * English with an accent on each letter, and longer: what stays without accents is outside the catalogue. It has the tag of Greek, so that
 * the lists, dates and plurals that Intl writes are in no Latin letters either.
 */
export const PSEUDO = "el";

export function speakPseudo(): void {
  addLanguage(PSEUDO, Object.fromEntries(Object.entries(en).map(([key, text]) => [key, accented(text)])));
}

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "àƀçđéƒĝĥíĵķļɱñöþǫŕšţùṽŵẋýžÀƁÇĐÉƑĜĤÍĴĶĻṀÑÖÞǪŔŠŢÙṼŴẊÝŽ";
/** Vowels are doubled, because other languages need a third more room. */
const accent = (letter: string): string =>
  (ACCENTED[PLAIN.indexOf(letter)] ?? letter).repeat(/[aeiou]/.test(letter) ? 2 : 1);

/** The message with an accent on the letters that people read: not on names of values, kinds and branches. */
export function accented(message: string): string {
  // Inside braces, "text" is a sentence or a branch, "argument" the part between its name and its branches.
  const inside: ("text" | "argument")[] = ["text"];
  return [...message]
    .map((letter) => {
      const here = inside.at(-1);
      if (letter === "{") inside.push(here === "text" ? "argument" : "text");
      else if (letter === "}") inside.pop();
      else if (here === "text") return accent(letter);
      return letter;
    })
    .join("");
}

/** What may stay as it is in every language: products, and ids of our own. */
const NAMES =
  /\b(Beckon|Intune|Remote Help|Entra|Teams|Windows(?: Holographic)?|macOS|Mac|Android|iOS|iPadOS|Linux|ChromeOS|UTC|GMT|CET|BK-\d+|PNG|VPN|OK|RBAC|npm run report -- licences)\b/g;

/** The words of a text that nobody has translated. */
export const untranslated = (text: string): string[] => text.replace(NAMES, "").match(/[A-Za-z]{2,}/g) ?? [];
