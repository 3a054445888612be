import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../src/bot/index.ts";
import { CARDS, type CardName } from "../../src/cards/catalog.ts";
import { bindingsIn, keysIn, keysOf } from "../support/card-bindings.ts";
import { buttons, type Element, elements } from "../support/card-elements.ts";

const NAMES = Object.keys(CARDS) as CardName[];
const MOST_BUTTONS = 5;
const LONGEST_TITLE = 20;

describe.each(NAMES)("the template of %s", (name) => {
  const { template, data } = CARDS[name];

  test("takes exactly the data that its schema lets through", () => {
    expect(keysIn(template)).toEqual(keysOf(data));
  });

  test("is an Adaptive Card 1.5 that says in one line what it is about", () => {
    expect(template).toMatchObject({ type: "AdaptiveCard", version: "1.5" });
    expect(template).toMatchObject({
      fallbackText: expect.stringMatching(/./),
      speak: expect.stringMatching(/./),
    });
  });

  test("keeps elements only for what is plainly true", () => {
    const conditions = elements(template, /./).flatMap(({ $when }) => ($when === undefined ? [] : [$when]));
    for (const condition of conditions) expect(condition).toMatch(/^\$\{[\w.$]+\}$/);
  });

  test("wraps every text but a number", () => {
    const texts = elements(template, /^TextBlock$/).filter(({ text }) => text !== "${ticket}");
    for (const { text, wrap } of texts) expect([text, wrap]).toEqual([text, true]);
  });

  test("labels every input, and says what is wrong with those that are required", () => {
    for (const input of elements(template, /^Input\./)) {
      expect(input).toMatchObject({ id: expect.any(String), label: expect.stringMatching(/\S/) });
      if (input.isRequired === true) expect(input.errorMessage).toMatch(/\S/);
    }
  });

  test("gives every picture a text", () => {
    for (const image of elements(template, /^Image$/)) expect(image.altText).toMatch(/\S/);
  });

  test("has buttons with short titles, a handful in a row", () => {
    for (const { title } of elements(template, /^Action\.(?!OpenUrl)/)) {
      expect(String(title).replace(/\$\{\w+\}/g, "00").length).toBeLessThanOrEqual(LONGEST_TITLE);
    }
    for (const { actions } of elements(template, /^ActionSet$/)) {
      const always = (actions as Element[]).filter(({ $when }) => $when === undefined);
      expect(always.length).toBeLessThanOrEqual(MOST_BUTTONS);
    }
  });

  test("keeps its buttons in ActionSets, which old clients draw too", () => {
    const inSets = elements(template, /^ActionSet$/).flatMap(({ actions }) => actions as Element[]);
    for (const { action } of buttons(template)) expect(inSets).toContainEqual(action);
    for (const card of elements(template, /^AdaptiveCard$/)) expect(card).not.toHaveProperty("actions");
  });

  test("says the same to clients that know no Action.Execute", () => {
    for (const { title, verb, data: sent, fallback } of elements(template, /^Action\.Execute$/)) {
      expect(fallback).toMatchObject({ type: "Action.Submit", title });
      expect((fallback as Element).data).toEqual({ ...(sent as Element), verb });
    }
  });

  test("presses only what somebody listens to, with what they expect", () => {
    for (const { action, inputs } of buttons(template)) {
      const conversation = ACTIONS.find(({ verb }) => verb === action.verb);
      expect(conversation?.verb).toBe(action.verb);
      if (conversation === undefined) continue;
      const sent = [...Object.keys(action.data as Element), ...inputs.map(({ id }) => id)];
      expect(sent.toSorted()).toEqual(expectedBy(conversation.data, sent, action.data as Element));
    }
  });

  test("binds the ticket, its version and the surface together, or none of them", () => {
    for (const { data: sent } of elements(template, /^Action\.Execute$/)) {
      const ids = Object.entries(sent as Element).filter(([key]) => /^(ticket|version|surface)$/.test(key));
      expect([0, 3]).toContain(ids.length);
      for (const [key, value] of ids) expect(value).toBe(`\${${key}}`);
    }
  });

  test("is made of names and never of expressions", () => {
    expect(() => bindingsIn(template)).not.toThrow();
  });
});

/** The keys of a verb's data, of the alternative that the button means; one that may be missing counts only when it is sent. */
function expectedBy(
  schema: Parameters<typeof keysOf>[0],
  sent: readonly unknown[],
  data: Readonly<Record<string, unknown>>,
): string[] {
  type Shape = Record<string, { safeParse(v: unknown): { success: boolean } }>;
  const alternatives = "options" in schema ? (schema.options as { shape: Shape }[]) : [schema];
  const shapes = alternatives.map((each) => ("shape" in each ? (each.shape as Shape) : {}));
  const { answer } = data;
  const shape = shapes.find((each) => answer === undefined || each.answer?.safeParse(answer).success) ?? {};
  return Object.keys(shape)
    .filter((key) => sent.includes(key) || !shape[key]?.safeParse(undefined).success)
    .toSorted();
}
