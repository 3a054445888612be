import { expect, test } from "vitest";
import { z } from "zod";
import { defineCard } from "../../src/cards/define-card.ts";

const shape = { heading: z.string() };
const template = (more: object = {}) => ({ body: [{ type: "Plain", text: "${heading}", ...more }] });
const card = defineCard("one", template(), shape);
const print = (heading: string, language = "en", of = card) =>
  of.fingerprint({ heading }, language, (text) => text);

test("the fingerprint of a card is the same for the same data", () => {
  expect(print("a")).toBe(print("a"));
  expect(print("a", "en", defineCard("one", template(), shape))).toBe(print("a"));
});

test("it differs when the data, the language or the template does", () => {
  const others = [
    print("b"),
    print("a", "de"),
    print("a", "en", defineCard("one", template({ weight: "Bolder" }), shape)),
  ];
  expect(new Set([print("a"), ...others]).size).toBe(4);
});
