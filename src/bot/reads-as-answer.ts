import { clausesOf, foldWords, tokensOf } from "./normalise-words.ts";
import { POLITE } from "./stop-words.ts";
import { typedNumber } from "./typed-number.ts";

/** What a message says to an open question; null when it says something else. */
export type AnswerReading = "no" | "yes" | "number" | null;

/** Per language: en, de, fr, es, pt, it, nl, ja, pl, tr, ar. As the whole message or clause, politeness aside. */
const NO = [
  "no, nope, nah, no way, not now, no not now, no thanks, no thank you, thanks no, not yet, later, deny, decline, reject, refuse, i refuse, i decline, never, cancel, disallow, do not allow, don't allow, dont allow, not allowed, i do not want this, i don't want this, i don't want that, no session, stop asking",
  "nein, noe, no, nee, nein danke, jetzt nicht, nicht jetzt, gerade nicht, spater, ablehnen, abgelehnt, ich lehne ab, auf keinen fall, niemals, lieber nicht, nicht erlauben, nicht zulassen, ich lasse es nicht zu, das lasse ich nicht zu, verweigern, ich mochte das nicht, will ich nicht, das will ich nicht",
  "non, non merci, pas maintenant, plus tard, refuser, je refuse, jamais, pas d'accord, pas d accord",
  "no gracias, ahora no, no ahora, mas tarde, rechazar, rechazo, nunca, no quiero",
  "nao, nao obrigado, nao obrigada, agora nao, mais tarde, recusar, recuso, nao quero",
  "no grazie, non ora, non adesso, piu tardi, rifiuta, rifiuto, non voglio",
  "nee, nee bedankt, niet nu, nu niet, straks, weigeren, ik weiger, liever niet",
  "nie, nie teraz, nie dziekuje, pozniej, odmawiam, odrzuc, nie zgadzam",
  "hayir, simdi degil, sonra, olmaz, reddet, reddediyorum, istemiyorum",
  "いいえ, いや, いやです, だめ, だめです, ダメ, ダメです, 今は無理, 今はだめ, 後で, あとで, 拒否, 拒否します, 結構です, 許可しない, 許可しません",
  "لا, لا شكرا, ليس الان, لاحقا, ارفض, رفض, لا اريد",
  "👎, ❌, 🙅",
].join(", ");

const YES = [
  "yes, ok, okay, yeah, yep, yup, sure, fine, allow, i allow, allow it, accept, i accept, agree, i agree, approve, go ahead, yes please, please do, granted, of course",
  "ja, jo, klar, gerne, erlauben, ich erlaube, einverstanden, ja bitte, ja gerne, in ordnung, passt, zustimmen, ich stimme zu, zulassen, ich lasse es zu, das lasse ich zu, erlaubt, ja gern, gern, mach das, machen sie das",
  "oui, oui merci, d'accord, d accord, accepter, j accepte, j'accepte, bien sur, autoriser",
  "si, vale, claro, acepto, aceptar, permitir, de acuerdo",
  "sim, claro, aceito, aceitar, pode",
  "certo, va bene, accetto, d accordo",
  "akkoord, toestaan, prima, goed",
  "tak, zgoda, zgadzam, dobrze, pozwalam",
  "evet, tamam, olur, kabul, izin ver",
  "はい, いいです, いいですよ, 許可, 許可します, どうぞ, 了解",
  "نعم, موافق, اوافق, حسنا, تفضل",
  "👍, ✅",
].join(", ");

const listOf = (words: string): ReadonlySet<string> =>
  new Set(words.split(",").map((word) => tokensOf(word).join(" ") || foldWords(word).trim()));
const NOES = listOf(NO);
const YESES = listOf(YES);
const POLITENESS = listOf(POLITE);
const isNumber = (word: string) => /^\d{1,3}$/.test(typedNumber(word) ?? "");
/** Of longer messages only the first and the last clause count. */
const MOST_TEXT = 500;

/**
 * A no in the first or the last clause counts, because taking access back is parsed leniently. A yes and a number are
 * only told apart from other text, because neither allows anything when it is typed.
 */
export function readsAsAnswer(text: string): AnswerReading {
  if (text.length > MOST_TEXT) return null;
  const clauses = clausesOf(text)
    .map((clause) => coreOf(clause))
    .filter(Boolean);
  const ends = [clauses[0] ?? "", clauses.at(-1) ?? "", clauses.join(" ")];
  if (ends.some((clause) => NOES.has(clause) || NOES.has(withoutNumbers(clause)))) return "no";
  if (isNumber(clauses.join(" "))) return "number";
  const isYes = (clause: string) =>
    isNumber(clause) || YESES.has(clause) || YESES.has(withoutNumbers(clause));
  return clauses.length > 0 && clauses.every(isYes) ? "yes" : null;
}

/** "allow 42" is "allow". */
const withoutNumbers = (clause: string): string =>
  clause
    .split(" ")
    .filter((word) => !isNumber(word))
    .join(" ");

/** A clause without its politeness; a clause of symbols alone stays as it is. */
function coreOf(clause: string): string {
  const tokens = tokensOf(clause);
  if (tokens.length === 0) return foldWords(clause).trim();
  const core = tokens.join(" ");
  if (NOES.has(core) || YESES.has(core)) return core;
  return tokens.filter((token) => !POLITENESS.has(token)).join(" ");
}
