import type { Json } from "./chats.ts";

export interface Button {
  readonly title: string;
  readonly verb: string;
  readonly data: { readonly [key: string]: Json };
}

type Node = { readonly [key: string]: Json };

/** All that a reader can see of a card, in order: texts, titles, labels, choices. */
export function textOf(card: Json | null): string {
  const seen: string[] = [];
  walk(card, (node) => {
    for (const field of ["text", "title", "label", "placeholder"]) {
      const text = node[field];
      if (typeof text === "string" && text !== "") seen.push(text);
    }
  });
  return seen.join("\n");
}

/** Every button, those inside a folded-out part too. */
export function buttonsOf(card: Json | null): Button[] {
  const buttons: Button[] = [];
  walk(card, (node) => {
    if (node.type !== "Action.Execute") return;
    buttons.push({
      title: String(node.title),
      verb: String(node.verb),
      data: (node.data ?? {}) as Node,
    });
  });
  return buttons;
}

/** The choices of one input, by its id. */
export function choicesOf(card: Json | null, input: string): { title: string; value: string }[] {
  let choices: { title: string; value: string }[] = [];
  walk(card, (node) => {
    if (node.id === input && Array.isArray(node.choices)) choices = node.choices;
  });
  return choices;
}

/** Fallbacks for old clients are left out: they repeat the element beside them. */
function walk(value: Json | null, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (typeof value === "object" && value !== null) {
    const node = value as Node;
    visit(node);
    for (const [key, child] of Object.entries(node))
      if (key !== "fallback" && key !== "data") walk(child, visit);
  }
}
