import type { PersonId, TicketId } from "../domain/ticket/ids.ts";

/** One line of the feed. Ids and codes only: names and words of people stay in Beckon, where they can be erased. */
export interface SiemFacts {
  /** ISO; null where nobody can tell. */
  readonly at: string | null;
  readonly type: string;
  readonly severity: number;
  readonly ticket?: TicketId | string | undefined;
  readonly record?: number | undefined;
  readonly by?: string | null;
  /** Whose screen it is. */
  readonly sharer?: PersonId | undefined;
  /** Who has the ticket from then on. */
  readonly helper?: PersonId | undefined;
  readonly session?: number | undefined;
  readonly level?: string | undefined;
  /** ISO: until when a level was approved. */
  readonly until?: string | undefined;
  readonly cause?: string | undefined;
  readonly command?: string | undefined;
  readonly device?: string | undefined;
  /** What an act was about: tickets, people by their ids, a period, a pack's fingerprint. */
  readonly about?: string | undefined;
  /** `broken` on a trail that is not what was written: what the line says may be false. */
  readonly trail?: "broken" | undefined;
  readonly hash?: string | undefined;
}
