import { type CardContent, render } from "../../src/cards/catalog.ts";
import { PSEUDO, untranslated } from "./pseudo-language.ts";

const READ = new Set([
  "text",
  "title",
  "label",
  "placeholder",
  "errorMessage",
  "altText",
  "fallbackText",
  "speak",
]);

/** Every text of a template or card that people read. */
export function textsIn(node: unknown, property = ""): string[] {
  if (typeof node === "string") return READ.has(property) ? [node] : [];
  if (Array.isArray(node)) return node.flatMap((each) => textsIn(each, property));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) => textsIn(inner, key));
}

/** What people and devices are called in these tests: in no Latin letters, so that these are only found in Beckon's own words. */
export const HUMAN = "Ωμέγα";
export const greek = { timeZone: "Europe/Berlin", locale: "el-GR", language: PSEUDO };

/** The words on a card that nobody has translated. */
export const latinIn = (content: CardContent): string[] =>
  textsIn(render(content, PSEUDO)).flatMap(untranslated);
