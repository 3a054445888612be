import type { TicketId } from "../domain/ticket/ids.ts";

/** A ticket whose deadline has come. */
export interface OverdueTicket {
  readonly ticket: TicketId;
  /** Failed attempts in a row. */
  readonly tries: number;
}

/** Deadlines and checks of tickets. A deadline, a check and the cards of a ticket each have a back-off of their own. */
export interface DeadlineStore {
  /** Tickets whose deadline has come by `at` and is not postponed, longest due first, leased or not. */
  overdue(at: number, limit: number): Promise<readonly OverdueTicket[]>;
  /** Back-off: the deadline that had come by `at` failed and is overdue again at `until`. Any append ends that. */
  postponeDeadline(ticket: TicketId, at: number, until: number): Promise<void>;
  /** Corrects the ticket's next deadline, unless the ticket has changed since that version. */
  recordDeadline(ticket: TicketId, version: number, nextDeadline: number | null): Promise<void>;
  /** Tickets with a session, asked or live, that changed after a moment. A change in the future means a wrong clock. */
  changedAfter(moment: number): Promise<readonly TicketId[]>;
  /**
   * Leases the checks that are due at `at`, longest due first. Each lease without a recorded check lasts longer than the
   * one before.
   */
  leaseChecks(at: number, limit: number): Promise<readonly TicketId[]>;
  /**
   * Leases, for a minute, the conversations whose answer is due at `at`, longest due first.
   * @returns each with what its row says now, for `recordAnswerDue`.
   */
  leaseAnswers(
    at: number,
    limit: number,
  ): Promise<readonly { readonly ticket: TicketId; readonly due: number }[]>;
  /** @param next null when no answer is due. Nothing is written when a message has come since the lease. */
  recordAnswerDue(ticket: TicketId, leased: number, next: number | null): Promise<void>;
}
