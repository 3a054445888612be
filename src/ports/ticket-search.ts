import type { EndCause } from "../domain/ticket/events.ts";
import type { DeviceId, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Span } from "../domain/ticket/session-account.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { TicketSummary } from "./ticket-store.ts";

/**
 * What somebody may find at all; it is part of every query and no filter behind it. `own`: what they asked for.
 * `helper`: besides, what they hold or ever held, and what is open. `lead`: everything. `auditor`: everything, and
 * nothing that anybody wrote but on their own requests.
 */
export interface SearchScope {
  readonly kind: "own" | "helper" | "lead" | "auditor";
  readonly person: PersonId;
}

/** Everything that is given has to fit. Texts are split into words, whose order is free. A name may be its beginning, and so may the last
 * of the words where nothing holds it as it stands. */
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
  /** Only tickets with a smaller number: where the page before ended. */
  readonly before?: number;
  /** For clients that count instead of remembering where they were. */
  readonly skip?: number;
  readonly limit: number;
}

export interface FoundTicket extends Omit<TicketSummary, "subject"> {
  readonly number: number;
  /** Null when the reader may not read what people wrote. */
  readonly subject: string | null;
  /** "" once they are erased. */
  readonly sharerName: string;
  /** Of whoever has it; on a closed ticket, of whoever had it last. */
  readonly helperName: string | null;
}

export interface SearchPage {
  /** Newest first. */
  readonly tickets: readonly FoundTicket[];
  /** Are there older ones? */
  readonly more: boolean;
}

/** Where a page of a diary begins or ends. */
export interface DiaryMark {
  readonly askedAt: number;
  readonly number: number;
  readonly session: number;
}

/** One session on somebody's device, as they may know all of it. */
export interface DiaryEntry extends DiaryMark {
  readonly ticket: TicketId;
  readonly helper: PersonId;
  readonly helperName: string;
  readonly device: DeviceId;
  readonly deviceName: string;
  readonly deviceModel: string;
  /** Null while nobody had said yes. */
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

/** Questions over many tickets for somebody with rights of their own. */
export interface TicketSearch {
  search(query: SearchQuery): Promise<SearchPage>;
  /** Every session on a sharer's devices. @param older from where on; @param newer up to where */
  diaryOf(
    sharer: PersonId,
    page: { readonly limit: number; readonly olderThan?: DiaryMark; readonly newerThan?: DiaryMark },
  ): Promise<DiaryPage>;
}
