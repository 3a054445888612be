import { type Key, messagesOf } from "./text/words.ts";

/** What a template in `cards/` is made of: Adaptive Card elements, and the short forms below. */
type Node = { readonly [property: string]: unknown };

/**
 * A template as it is sent, in one language. Templates are short: they name sentences instead of holding them (`"@live.stop"`,
 * whose `{helper}` becomes the binding `${helper}`), and use forms of our own:
 * - `Title`: the small line on top that screen readers announce as the card's heading.
 * - `Header`: ticket number at the left, state with a coloured dot at the right.
 * - `Row`: a label in a narrow column, a value beside it. `Plain`: text that is never read as Markdown (RichTextBlock).
 * - `Button`: an `Action.Execute` with its `Action.Submit` for older clients. It sends ticket, version and card key, unless
 *   `"bare": true`.
 * - `Form`: a button that unfolds inputs, its `items`, and the button `send` below them.
 *
 * What is read aloud is the one-line text, unless the template says something else.
 *
 * @throws for a sentence that the catalogue does not have.
 */
export function loadTemplate(template: object, language: string): object {
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    lang: language,
    ...template,
  };
  const spoken = { speak: "fallbackText" in card ? card.fallbackText : "", ...card };
  return walk(spoken, (text) => sentence(text, language)) as object;
}

function walk(value: unknown, said: (text: string) => string): unknown {
  if (typeof value === "string") return said(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, said));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Node;
  const form = typeof node.type === "string" ? FORMS[node.type] : undefined;
  if (form !== undefined) return walk(form(node), said);
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner, said)]));
}

function sentence(text: string, language: string): string {
  if (!text.startsWith("@")) return text;
  const message: string | undefined = messagesOf(language)[text.slice(1) as Key];
  if (message === undefined) throw new Error(`no sentence ${text} for a card template`);
  if (message.includes("$" + "{")) throw new Error(`${text} may not bind by itself`);
  return message.replaceAll("''", "'").replace(/\{/g, "$" + "{");
}

const FORMS: Readonly<Record<string, (node: Node) => Node>> = {
  Title: ({ type: _, ...rest }) => ({
    ...rest,
    type: "TextBlock",
    style: "heading",
    weight: "Default",
    size: "Small",
    isSubtle: true,
    wrap: true,
  }),

  Header: ({ type: _, ticket, state, tone, ...rest }) => ({
    ...rest,
    type: "ColumnSet",
    columns: [
      column("stretch", [{ type: "Title", text: ticket }]),
      column("auto", [
        {
          type: "RichTextBlock",
          horizontalAlignment: "Right",
          inlines: [
            { type: "TextRun", text: "● ", color: tone, size: "Small", weight: "Bolder" },
            { type: "TextRun", text: state, size: "Small", weight: "Bolder" },
          ],
        },
      ]),
    ],
  }),

  Row: ({ type: _, label, value, items, ...rest }) => ({
    spacing: "Small",
    ...rest,
    type: "ColumnSet",
    columns: [
      {
        type: "Column",
        width: "92px",
        items: [{ type: "Plain", text: label, isSubtle: true }],
      },
      { type: "Column", width: "stretch", items: items ?? [{ type: "Plain", text: value }] },
    ],
  }),

  Plain: ({ type: _, text, size, weight, color, isSubtle, ...rest }) => ({
    ...rest,
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text, ...given({ size, weight, color, isSubtle }) }],
  }),

  Button: ({ type: _, verb, data, bare, ...rest }) => {
    const sent = { ...(bare === true ? {} : ON_TICKET), ...(data as Node | undefined) };
    const { $when, ...shown } = rest;
    return {
      ...given({ $when }),
      ...shown,
      type: "Action.Execute",
      verb,
      data: sent,
      fallback: { ...shown, type: "Action.Submit", data: { ...sent, verb } },
    };
  },

  Form: ({ type: _, items, send, ...rest }) => ({
    ...rest,
    type: "Action.ShowCard",
    card: {
      type: "AdaptiveCard",
      body: [...(items as readonly Node[]), { type: "ActionSet", actions: [send] }],
    },
  }),
};

/** What every button of a ticket's card sends: which ticket, in which version, on which of its cards. */
const ON_TICKET = { ticket: "${ticket}", version: "${version}", surface: "${surface}" } as const;

const column = (width: string, items: readonly Node[]): Node => ({
  type: "Column",
  width,
  verticalContentAlignment: "Center",
  items,
});

const given = (properties: Node): Node =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
