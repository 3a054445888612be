import type { EndCause } from "../domain/ticket/events.ts";
import type { DeviceId, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Span } from "../domain/ticket/session-account.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { TicketSummary } from "./ticket-store.ts";

/**
 * What a person may find; part of every query, not a filter on its result. `own`: their own requests. `helper`:
 * also tickets that they hold or held, and open ones. `lead`: everything. `auditor`: everything, but texts only on their
 * own requests.
 */
export interface SearchScope {
  readonly kind: "own" | "helper" | "lead" | "auditor";
  readonly person: PersonId;
}

/**
 * All criteria have to match. Texts are split into words in any order. Names match by prefix, and so does the last word
 * where no ticket has it as a whole word.
 */
export interface SearchQuery {
  readonly sight: SearchScope;
  readonly ticket?: TicketId;
  /** In the subject, details, notes and resolution, or in the name of a person or device. */
  readonly words?: string;
  /** A name, or its beginning, of the sharer or a helper. */
  readonly person?: string;
  readonly helper?: string;
  /** Name, model or id. */
  readonly device?: string;
  readonly status?: Ticket["status"];
  /** Opened at or after, and before; epoch ms. */
  readonly from?: number;
  readonly until?: number;
  /** Only tickets with a smaller number: the last of the page before. */
  readonly before?: number;
  /** For clients that page by offset. */
  readonly skip?: number;
  readonly limit: number;
}

export interface FoundTicket extends Omit<TicketSummary, "subject"> {
  readonly number: number;
  readonly version: number;
  /** Null when the reader may not read texts. */
  readonly subject: string | null;
  /** "" once they are erased. */
  readonly sharerName: string;
  /** Of the present holder; on a closed ticket, of the one who helped. */
  readonly helperName: string | null;
}

export interface SearchPage {
  /** Newest first. */
  readonly tickets: readonly FoundTicket[];
  /** True when there are older ones. */
  readonly more: boolean;
}

/** Keyset pagination: the first or last entry of a page. */
export interface DiaryMark {
  readonly askedAt: number;
  readonly number: number;
  readonly session: number;
}

/** One session on a sharer's device, for that sharer. */
export interface DiaryEntry extends DiaryMark {
  readonly ticket: TicketId;
  readonly helper: PersonId;
  readonly helperName: string;
  readonly device: DeviceId;
  readonly deviceName: string;
  readonly deviceModel: string;
  /** The first consent; null when there was none. */
  readonly startedAt: number | null;
  /** Null while it goes on. */
  readonly endedAt: number | null;
  readonly cause: EndCause | null;
  /** The highest level that was allowed at each moment, in order; the only gaps are pauses. */
  readonly levels: readonly Span[];
}

export interface DiaryPage {
  /** Newest first. */
  readonly entries: readonly DiaryEntry[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** Queries over many tickets within a search scope. */
export interface TicketSearch {
  search(query: SearchQuery): Promise<SearchPage>;
  /** Every session on a sharer's devices. @param older from where on; @param newer up to where */
  diaryOf(
    sharer: PersonId,
    page: { readonly limit: number; readonly olderThan?: DiaryMark; readonly newerThan?: DiaryMark },
  ): Promise<DiaryPage>;
}
