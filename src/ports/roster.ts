import type { PersonId } from "../domain/ticket/ids.ts";
import type { Address } from "./messenger.ts";

/** Who belongs to a channel. */
export interface Roster {
  /** False as well when nobody could say. Never throws. */
  has(channel: Address, person: PersonId): Promise<boolean>;
}
