import type { PersonId } from "../domain/ticket/ids.ts";
import type { CardContent } from "./catalog.ts";
import type { Words } from "./text/words.ts";

/** Who a card is for; the messenger's side finds the chat. */
export type Target =
  | { readonly kind: "person"; readonly person: PersonId }
  | { readonly kind: "helpdesk" }
  | { readonly kind: "manager-of"; readonly person: PersonId }
  | { readonly kind: "channel"; readonly conversationId: string };

/** One card that exists for a ticket, in one chat. Its key is stable for the life of the ticket. */
export interface CardSlot {
  readonly key: string;
  readonly target: Target;
  /** Whether its first appearance reaches the activity feed; updates never do. */
  readonly alert: boolean;
  /** Nothing is posted about it any more; what was posted is still updated. */
  readonly isOver?: boolean;
  /** The language and clock of who reads it. */
  readonly words: Words;
  /** Builds the card's data. Called on demand: an action answers with one card and builds no other. */
  content(): CardContent;
  /** A picture in the place of the card, which stands for it where Teams does not take it. */
  readonly picture?: { readonly message: number; readonly part: number; readonly type: string };
  /** What goes where instead when the target cannot be written to. */
  readonly otherwise?: Pick<CardSlot, "target" | "words" | "content">;
}

/** A card as it is compared: without its photo, which each process fetches and caches by itself. */
export const withoutPhoto = (content: CardContent): CardContent =>
  "hasPhoto" in content.data && content.data.hasPhoto
    ? ({ ...content, data: { ...content.data, hasPhoto: false, photo: "" } } as CardContent)
    : content;

/** What the card says, in the language of who reads it. */
export const contentOf = (slot: CardSlot): CardContent => ({
  ...slot.content(),
  language: slot.words.language,
});

/** Cards that want something from their reader now, or let them stop it. */
const ACTING = ["consent", "escalation", "live", "desk"] as const;

/** The cards that a person needs of a ticket now, in order: what they can act on, else the card of their request. */
export function atHand(slots: readonly CardSlot[], person: PersonId): CardSlot[] {
  const own = slots
    .filter(({ target }) => target.kind === "person" && target.person === person)
    .map((slot) => ({ slot, card: slot.content().card }));
  const newest = ACTING.flatMap((card) => own.findLast((each) => each.card === card) ?? []);
  const shown = newest.length > 0 ? newest : own.filter(({ card }) => card === "ticket-sharer");
  return own.filter((each) => shown.includes(each)).map(({ slot }) => slot);
}
