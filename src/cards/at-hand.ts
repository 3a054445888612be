import type { PersonId } from "../domain/ticket/ids.ts";
import type { CardSlot } from "./slot.ts";

/** Cards that want something from their reader now, or let them stop it. */
const ACTING = ["consent", "escalation", "live", "desk"] as const;

/** The cards that somebody needs of a ticket now, in order: what they can act on, else the card of their request. */
export function atHand(surfaces: readonly CardSlot[], person: PersonId): CardSlot[] {
  const own = surfaces.filter(({ target: place }) => place.kind === "person" && place.person === person);
  const newest = ACTING.flatMap((card) => own.findLast(({ content }) => content().card === card) ?? []);
  if (newest.length > 0) return own.filter((each) => newest.includes(each));
  return own.filter(({ key }) => key === "ticket-sharer");
}
