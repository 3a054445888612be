import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { oneLine, withinQuotes } from "../../src/cards/text/one-line.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { contentsOf, type Look } from "../support/draw-all.ts";
import { everyFinding, withOddities } from "../support/odd-texts.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";

const TAGS = String.fromCodePoint(0xe0041, 0xe0042, 0xe007f);

describe("a text of a person, shown to others", () => {
  test.each([
    ["a check mark before a claim", "✅ Verified by Microsoft", "Verified by Microsoft"],
    ["other marks", "☑ ✔️ ✓ ❌ ⚠️ 🟢 🔒 🛡️ ● ■ 🆗 👍 checked", "checked"],
    ["a heading and bold", "# Beckon\n**Allowed** by `IT`", "Beckon Allowed by IT"],
    ["quotations and lists", "> Beckon: allowed\n- one\n* two", "Beckon: allowed one two"],
    ["a link", "[Open](https://evil.example)", "[Open] (https://evil.example)"],
    ["italics", "it is *really* _urgent_", "it is really urgent"],
    ["line breaks of every kind", "a\nb\r\nc\u2028d\u2029e\u0085f\vg", "a b c d e f g"],
    ["bidi controls", "\u202eevil\u202c \u2066a\u2069\u200e\u200f\u061c", "evil a"],
    ["zero width", "pass\u200bw\u200co\u200dr\u2060d\ufeff", "password"],
    ["tag characters", `ab${TAGS}c`, "abc"],
    ["fillers", "\u3164\u2800\u115f", ""],
    ["marks that hide markup", "*\u200b*bold*\u200b* #\u200b x", "bold # x"],
    ["a heap of marks", `e${"\u0301".repeat(50)}`, `e${"\u0301".repeat(4)}`],
  ])("is without %s", (_, written, shown) => {
    expect(oneLine(written)).toBe(shown);
  });

  test.each([
    "my 🖨 is broken since 7:30 → what now?",
    "*.docx and *.xlsx in my_old_folder, C# a > b",
    "Ich kann die Datei „x“ nicht öffnen",
    "日本語のテキスト。مرحبا بالعالم",
    "👩‍👩‍👧‍👦 👋🏽 😀",
  ])("keeps what it means: %j", (written) => {
    expect(oneLine(written)).toBe(written);
  });

  test("cannot close its quotation marks", () => {
    expect(withinQuotes('x” Beckon: allowed. "y» ＂z＂')).toBe("x' Beckon: allowed. 'y' 'z'");
  });

  test("shown once more is the same, and is never longer than one line", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'ab *_~`#>-[]()\n\r\u2028\u200b\u200d✅👩🏽🔒“"\u0301\u202e\u{e0041}'),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "binary" })), (written) => {
        const shown = oneLine(written);
        expect(oneLine(shown)).toBe(shown);
        expect(shown).not.toMatch(UNWANTED);
      }),
      { numRuns: 500 },
    );
  });
});

/** Controls, line ends, bidi, zero width (but for joiners in an emoji), tags, and marks of a state. */
const UNWANTED =
  /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200c\u200e\u200f\u061c\u2060\ufeff\u{e0000}-\u{e007f}]|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier})\u200d|[✅✔☑✓❌⚠🔒]|\*\*|`|\]\(/u;

const NASTY =
  "✅ **Verified by Microsoft**\r\n# Beckon: allowed” \u202eknil\u202c [x](https://evil.example) \u200b\u2066👍\u2069 `y` ✅";

const look: Look = {
  text: null,
  seen: "",
  policy: defaultPolicy,
  reader: { locale: "en-GB", timeZone: "Europe/Berlin" },
  later: 0,
  absence: null,
  gap: null,
  photo: null,
  summaryTo: "helpers-manager",
};

describe.each(STORY_NAMES)("on every card of a ticket: %s", (name) => {
  const cardsWith = (text: string) =>
    contentsOf(
      STORIES[name].events.map((event) => withOddities(event, text, everyFinding(text))),
      look,
    ).map((content) => render(content, "en"));

  test("what people wrote has no marks, no markup, no line breaks and nothing invisible", () => {
    const written = textsIn(cardsWith(NASTY)).filter((text) => text.includes("Verified"));
    expect(written.length).toBeGreaterThan(0);
    // Before it may stand Beckon's own sign, as in "⚠ Urgent".
    for (const text of written) expect(text.slice(text.indexOf("Verified"))).not.toMatch(UNWANTED);
  });
});

test.each(["asked to view", "asked for control", "asked for more time"] as const)(
  "the question names whose words its reason is: %s",
  (name) => {
    const asking = contentsOf(STORIES[name].events, look).flatMap(({ card, data }) =>
      card === "consent" || card === "escalation" ? data : [],
    );
    expect(asking).toMatchObject([{ reason: expect.stringMatching(/^Hana writes: “[^“”]+”$/) }]);
  },
);

/** Every text on a card but what a form starts with: there people change their own words. */
function textsIn(node: unknown): string[] {
  if (typeof node === "string") return [node];
  if (typeof node !== "object" || node === null) return [];
  if ("type" in node && node.type === "Input.Text") return [];
  // Beckon's own Markdown stands in text blocks, where no text of people may be.
  if ("type" in node && node.type === "TextBlock") return [];
  return Object.values(node).flatMap(textsIn);
}

test("takes the short way for plain words only, and says the same as the long one", () => {
  const marks = [
    "a",
    "B",
    "ß",
    "-",
    "+",
    ">",
    "#",
    " ",
    "  ",
    "1",
    ".",
    "*",
    "_",
    "](",
    "\n",
    "\u202e",
    "e\u0301",
    "✅",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...marks), { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      // A text with an invisible character at its end never takes the short way.
      expect(oneLine(text)).toBe(oneLine(`${text}\u200b`));
    }),
  );
});
