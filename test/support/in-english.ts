import { sayFact } from "../../src/cards/text/facts.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import type { Fact } from "../../src/domain/ticket/fact.ts";

/** A copy in which every phrase, and what a finding saw, is the text that English readers get. */
export function inEnglish<T>(value: T): T;
export function inEnglish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inEnglish(each));
  if (typeof value !== "object" || value === null) return value;
  if ("fact" in value) return sayFact(value as Fact, ENGLISH);
  if ("outcome" in value && "seen" in value) return { ...value, seen: sayFact(value.seen as Fact, ENGLISH) };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inEnglish(inner)]));
}
