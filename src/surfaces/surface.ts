import type { CardContent } from "../cards/catalog.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { SummaryGap } from "../ports/delivery-store.ts";
import type { HandOff } from "../ports/transport.ts";

/** Who a surface is for; the delivery finds the chat. */
export type Target =
  | { readonly kind: "person"; readonly person: PersonId }
  | { readonly kind: "helpdesk" }
  | { readonly kind: "manager-of"; readonly person: PersonId }
  | { readonly kind: "channel"; readonly conversationId: string };

/** One card that has to be true in one chat now. Its key is stable for the life of the ticket. */
export interface CardSlot {
  readonly key: string;
  readonly target: Target;
  /** Should its first appearance reach the activity feed? Updates never do. */
  readonly alert: boolean;
  readonly content: CardContent;
  /** For when nobody can be written to at the place: what goes where instead. */
  readonly otherwise?: Pick<CardSlot, "target" | "content">;
}

/** Where managers' summaries go. */
export type SummaryTo = "helpers-manager" | "sharers-manager" | { readonly channel: string };

export type Absence = "removed" | "not-installed";

/** What drawing needs besides the ticket, looked up beforehand so that drawing stays pure. */
export interface RenderContext {
  readonly at: number;
  readonly policy: Policy;
  readonly summaryTo: SummaryTo;
  /** The channel for summaries whose manager nothing reaches; null when they wait. */
  readonly summaryFallback: string | null;
  /** What kept the summary of a session from its manager; null when nothing did. */
  readonly summaryGap: (session: number) => SummaryGap | null;
  /** Why nothing reaches a person; null when, as far as is known, it does. */
  readonly absenceOf: (person: PersonId) => Absence | null;
  readonly readerOf: (person: PersonId) => ReaderLocale;
  /** For cards in channels. */
  readonly channelReader: ReaderLocale;
  /** Data URI of a person's photo; null when there is none. */
  readonly photoOf: (person: PersonId) => string | null;
  /** What each side opens now; null while there is no live session. */
  readonly handOff: HandOff | null;
}
