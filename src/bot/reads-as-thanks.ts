import { clausesOf, foldWords, tokensOf } from "./normalise-words.ts";

/** Per language: en, de, fr, es, pt, it, nl, ja, pl, tr, ar. As the whole message or clause. */
const THANKS = [
  "thanks, thank you, thank you so much, thank you very much, thanks a lot, many thanks, thx, ty, cheers, great thanks, perfect thanks, it works, it works now, works now, all good, all good now, solved, fixed",
  "danke, danke dir, danke schon, dankeschon, vielen dank, herzlichen dank, besten dank, merci, super danke, es geht wieder, geht wieder, es funktioniert, funktioniert wieder, es funktioniert wieder, klappt wieder, es klappt, hat geklappt, lauft wieder, es lauft wieder, alles gut, herzlichen dank, danke sehr, danke vielmals, dank dir, danke ihnen",
  "merci, merci beaucoup, merci bien, ca marche",
  "gracias, muchas gracias, mil gracias, ya funciona",
  "obrigado, obrigada, muito obrigado, muito obrigada",
  "grazie, grazie mille, molte grazie",
  "bedankt, dank je, dank u, dankjewel, hartelijk dank",
  "ありがとう, ありがとうございます, ありがとうございました, 助かりました",
  "dziekuje, dzieki, dziekuje bardzo",
  "tesekkurler, tesekkur ederim, sagol, sag olun",
  "شكرا, شكرا جزيلا, شكرا لك",
  "🙏, ❤️, 👏",
].join(", ");

const WORDS: ReadonlySet<string> = new Set(
  THANKS.split(",").map((each) => tokensOf(each).join(" ") || foldWords(each).trim()),
);

/** True when a message says thank you and nothing else. @param words in the form that `normaliseWords` makes */
export function readsAsThanks(words: string): boolean {
  const clauses = clausesOf(words)
    .map((clause) => tokensOf(clause).join(" ") || foldWords(clause).trim())
    .filter(Boolean);
  return clauses.length > 0 && clauses.every((clause) => WORDS.has(clause));
}
