import type { TicketId } from "../domain/ticket/ids.ts";

/** A ticket whose deadline has come. */
export interface OverdueTicket {
  readonly ticket: TicketId;
  /** Failed tries in a row to let it act. */
  readonly tries: number;
}

/** What time brings to tickets. What holds up a deadline holds up no check and no card, and the other way round. */
export interface DeadlineStore {
  /** Tickets whose deadline has come by `at` and is not put off, longest due first, leased or not. */
  overdue(at: number, limit: number): Promise<readonly OverdueTicket[]>;
  /** The deadline that had come by `at` could not act: it is overdue again at `until`. Any change ends that. */
  postponeDeadline(ticket: TicketId, at: number, until: number): Promise<void>;
  /** When the ticket's next deadline really is; nothing when the ticket is not of that version any more. */
  recordDeadline(ticket: TicketId, version: number, nextDeadline: number | null): Promise<void>;
  /** Tickets with a session, asked or live, that were changed after a moment: a later one than now means wrong clocks. */
  changedAfter(moment: number): Promise<readonly TicketId[]>;
  /**
   * Tickets whose check is due at `at`, longest due first. Whoever gets one makes it: nobody gets it again for a while,
   * and for a longer one each time, unless the check was recorded.
   */
  leaseChecks(at: number, limit: number): Promise<readonly TicketId[]>;
}
