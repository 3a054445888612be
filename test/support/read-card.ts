type Element = Readonly<Record<string, unknown>>;

/**
 * A drawn card as somebody reads it, line by line: texts, `[buttons]`, `{inputs}`; what unfolds from a button is
 * indented. Snapshots of this show what changed for a person, and not how it is laid out.
 */
export const readCard = (card: object): string => linesOf(card as Element).join("\n");

function linesOf(element: Element): string[] {
  const { type } = element;
  if (type === "TextBlock") return [String(element.text)];
  if (type === "RichTextBlock") return [texts(element.inlines)];
  if (type === "Image") return [`(${element.altText})`];
  if (type === "ColumnSet") return [list(element.columns).flatMap(linesOf).join(" | ")];
  if (type === "Input.ChoiceSet") return [`{${element.label}: ${choices(element)}}`];
  if (typeof type === "string" && type.startsWith("Input.")) {
    return [`{${element.label}: ${element.value ?? ""}}`];
  }
  if (type === "Action.ShowCard")
    return [`[${element.title}]`, ...linesOf(element.card as Element).map(indent)];
  if (type === "Action.OpenUrl") return [`[${element.title}](${element.url})`];
  if (typeof type === "string" && type.startsWith("Action.")) return [`[${element.title}]`];
  return [...list(element.body), ...list(element.items), ...list(element.actions)].flatMap(linesOf);
}

const texts = (inlines: unknown): string =>
  list(inlines)
    .map(({ text }) => String(text))
    .join("");

const choices = ({ choices, value }: Element): string =>
  list(choices)
    .map((choice) => (choice.value === value ? `(${choice.title})` : String(choice.title)))
    .join(", ");

const list = (node: unknown): Element[] => (Array.isArray(node) ? (node as Element[]) : []);
const indent = (line: string) => `    ${line}`;
