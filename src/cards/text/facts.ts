import type { Fact } from "../../domain/ticket/fact.ts";
import type { Key, Words } from "./words.ts";

/** A fact as one reader reads it. */
export function sayFact(fact: Fact, words: Words): string {
  if (typeof fact === "string") return fact;
  if (!("fact" in fact)) return words.list(fact.map((each) => sayFact(each, words)));
  const values = Object.entries(fact).map(([name, value]) => [
    name,
    typeof value === "number" ? value : sayFact(value, words),
  ]);
  const say = words.say as (key: Key, values: Readonly<Record<string, string | number>>) => string;
  return say(`fact.${fact.fact}`, Object.fromEntries(values));
}
