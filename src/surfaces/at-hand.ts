import type { PersonId } from "../domain/ticket/ids.ts";
import type { Surface } from "./surface.ts";

/** Cards that want something from their reader now, or let them stop it. */
const ACTING = ["consent", "escalation", "live", "desk"] as const;

/** The cards that somebody needs of a ticket now, in order: what they can act on, else the card of their request. */
export function atHand(surfaces: readonly Surface[], person: PersonId): Surface[] {
  const own = surfaces.filter(({ place }) => place.kind === "person" && place.person === person);
  const newest = ACTING.flatMap((card) => own.findLast(({ drawing }) => drawing.card === card) ?? []);
  if (newest.length > 0) return own.filter((each) => newest.includes(each));
  return own.filter(({ key }) => key === "ticket-sharer");
}
