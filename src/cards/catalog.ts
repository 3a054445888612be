import type { z } from "zod";
import { notice } from "./notice.ts";

/** Every card there is. The name of a card is the name of its module and of its template in `cards/`. */
export const CARDS = { notice } as const;

export type CardName = keyof typeof CARDS;
export type CardData<Name extends CardName> = z.infer<(typeof CARDS)[Name]["data"]>;

/** A card and its data, not drawn yet: what surfaces are compared by in tests. */
export type Drawing = { [Name in CardName]: { readonly card: Name; readonly data: CardData<Name> } }[CardName];

/** @throws {CardFault} */
export function draw({ card, data }: Drawing): object {
  const { draw } = CARDS[card] as { draw(data: unknown): object };
  return draw(data);
}
