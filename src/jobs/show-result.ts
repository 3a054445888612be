import type { CardSlot } from "../cards/slot.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { DeliveryStore, PostedCard } from "../ports/delivery-store.ts";
import type { Message } from "../ports/messenger.ts";
import type { FindChatDeps } from "./find-chat.ts";

export interface ShowDeps extends FindChatDeps {
  readonly deliveryStore: DeliveryStore;
  readonly clock: { now(): number };
}

/** One surface on its way to its chat. */
export interface Showing {
  readonly ticket: TicketId;
  readonly surface: CardSlot;
  readonly message: Message;
  readonly hash: string;
  /** As it was when the worker began. */
  readonly posted: PostedCard | null;
}

export interface Shown {
  /**
   * `unreachable` nobody can be written to there at present. `in-doubt` it may have arrived: it is not sent again
   * before that is settled. `posted-again` nothing showed that it had arrived, so there may be two of it now.
   * `overtaken` somebody else has been at it meanwhile: it is compared again.
   */
  readonly did:
    | "unchanged"
    | "posted"
    | "posted-again"
    | "updated"
    | "in-doubt"
    | "unreachable"
    | "overtaken";
  /** Milliseconds until somebody has to look again though nothing changed; null when it is true for good. */
  readonly wait: number | null;
  /** It is shown where it goes when nobody can be written to at its own place. */
  readonly elsewhere?: true;
}

/** How soon to look again at what another process is just sending. */
export const SUPERSEDED: Shown = { did: "overtaken", wait: 1_000 };
