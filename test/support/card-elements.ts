export type Element = Readonly<Record<string, unknown>>;

/** Every element, action and input of a card or template, wherever it stands, by its type. */
export function elements(card: object, type: RegExp): Element[] {
  return all(card).filter((element) => typeof element.type === "string" && type.test(element.type));
}

function all(node: unknown): Element[] {
  if (Array.isArray(node)) return node.flatMap(all);
  if (typeof node !== "object" || node === null) return [];
  return [node as Element, ...Object.values(node).flatMap(all)];
}

/** A button with the inputs that Teams sends along: those of its card, and not those of cards that unfold from it. */
export interface Button {
  readonly action: Element;
  readonly inputs: readonly Element[];
}

export function buttons(card: object): Button[] {
  const unfolding = elements(card, /^Action\.ShowCard$/).map(({ card }) => card as Element);
  return [card as Element, ...unfolding].flatMap((one) => {
    const own = ownPart(one);
    const inputs = elements(own, /^Input\./);
    return elements(own, /^Action\.Execute$/).map((action) => ({
      action,
      inputs: action.associatedInputs === "none" ? [] : inputs,
    }));
  });
}

/** The card without what unfolds from it. */
function ownPart(card: Element): Element {
  return JSON.parse(
    JSON.stringify(card, (_, value) => (value?.type === "Action.ShowCard" ? null : value)),
  ) as Element;
}
