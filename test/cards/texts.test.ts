import { describe, expect, test } from "vitest";
import { CARDS, type CardName } from "../../src/cards/catalog.ts";
import { oneLine } from "../../src/cards/text/one-line.ts";
import { humanInput, humanText, ownText, wordsOf } from "../../src/cards/ticket-parts.ts";
import { type Binding, bindingsIn, fieldAt } from "../support/card-bindings.ts";
import { sampleOf } from "../support/card-samples.ts";

const NAMES = Object.keys(CARDS) as CardName[];

/** Where a text of people can do nothing: these are never read as Markdown, mentions or titles of buttons. */
const HARMLESS = [
  "TextRun.text",
  "Input.Text.value",
  "Input.Text.placeholder",
  "Image.altText",
  "AdaptiveCard.fallbackText",
  "AdaptiveCard.speak",
];
/** What people read and what is not in the list above. */
const READ = /(^|\.)(text|title|label|errorMessage|placeholder|tooltip)$/;

describe.each(NAMES)("texts on %s", (name) => {
  const { template, data } = CARDS[name];
  const placeOf = ({ element, property }: Binding) => `${element.type}.${property}`;
  const isCompactChoice = ({ element, property }: Binding) =>
    element.type === "Input.ChoiceSet" && element.style === "compact" && property === "choices.title";

  test("of people stand only where they are taken literally", () => {
    const exposed = bindingsIn(template)
      .filter(({ path }) => wordsOf(fieldAt(data, path)) === "human")
      .filter((binding) => !HARMLESS.includes(placeOf(binding)) && !isCompactChoice(binding));
    expect(exposed.map((binding) => `${binding.path} in ${placeOf(binding)}`)).toEqual([]);
  });

  test("say whose words they are", () => {
    const unsaid = bindingsIn(template)
      .filter(({ property }) => READ.test(property))
      .filter(({ path }) => fieldAt(data, path).type === "string" && wordsOf(fieldAt(data, path)) === null);
    expect(unsaid.map(({ path }) => path)).toEqual([]);
  });

  test.each([
    "[x](javascript:alert(1))",
    "<at>Everyone</at>",
    "${ticket}",
    "$" + "{$root.ticket}",
    "**b** _i_ # h",
    '`backtick` \\ "quote" {{brace}}',
    "one\ntwo\r\n- three",
    "\u202egnirts desrever\u202c \u200f",
    "<script>alert(1)</script>",
  ])("of people stay literal, on one line: %j", (hostile) => {
    const textsWith = (human: string) => stringsIn(CARDS[name].render(sampleOf(data, { human }) as never));
    // What a form starts with is changed line by line, so it keeps them.
    const asShown = (text: string) => (text === hostile ? hostile : oneLine(hostile));
    const drawn = textsWith(hostile);
    const plain = textsWith("PLAIN");
    expect(drawn).toEqual(plain.map((text, i) => text.replaceAll("PLAIN", () => asShown(drawn[i] ?? ""))));
  });

  test("of any length leave the card small enough for Teams", () => {
    const long = sampleOf(data, { human: "👩‍👩‍👧‍👦".repeat(400) });
    expect(() => CARDS[name].render(long as never)).not.toThrow();
  });
});

describe("a text of people", () => {
  test("is cut, never refused, and never inside a character", () => {
    const { data: cut } = humanText(12).safeParse("👩‍👩‍👧‍👦".repeat(400));
    expect(cut).toBe("👩‍👩‍👧‍👦…");
    expect(humanText(12).parse("exactly 12 c")).toBe("exactly 12 c");
    expect(humanText(12).parse("more than 12 c")).toBe("more than 1…");
  });

  test("loses what nobody can see, which would only make its card too large", () => {
    expect(humanText(20).parse("a\u0000\u001bb\u0085\tc\r\nd \ud83d")).toBe("a b c d \ufffd");
    expect(humanInput(20).parse("a\u0000\u001bb\u0085\tc\r\nd \ud83d")).toBe("ab\tc\r\nd \ufffd");
    const controls = sampleOf(CARDS["ticket-sharer"].data, { human: "\u0001".repeat(4_000) });
    expect(() => CARDS["ticket-sharer"].render(controls as never)).not.toThrow();
  });

  test("is known by its schema, and so is Beckon's own", () => {
    expect([wordsOf(humanText(1)), wordsOf(ownText())]).toEqual(["human", "own"]);
  });
});

/** Every string in a card, in order. */
function stringsIn(node: unknown): string[] {
  if (typeof node === "string") return [node];
  if (typeof node !== "object" || node === null) return [];
  return Object.values(node).flatMap(stringsIn);
}
