import type { CheckId } from "../domain/eligibility/policy.ts";
import type { EndCause, ResolutionOutcome, RevocationCause, TransportFact } from "../domain/ticket/events.ts";
import type { DeviceId, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { RefusalCode } from "../domain/ticket/refusal.ts";
import type { Span } from "../domain/ticket/session-account.ts";

/** What happened, as reports may know it: ids, moments and words of closed lists, and nothing that anybody wrote. */
type What =
  | { readonly type: "TicketOpened" }
  /** @param first was it the ticket's first pickup? */
  | { readonly type: "TicketClaimed"; readonly first: boolean }
  | { readonly type: "TicketResolved"; readonly outcome: ResolutionOutcome }
  | { readonly type: "TicketReopened" }
  | { readonly type: "FeedbackGiven"; readonly fixed: boolean; readonly rating: number | null }
  /** The conditions that stood in the way. */
  | { readonly type: "EligibilityDenied"; readonly checks: readonly CheckId[] }
  | { readonly type: "ViewAsked"; readonly session: number; readonly device: DeviceId }
  | { readonly type: "EscalationAsked"; readonly session: number }
  | { readonly type: "ConsentGiven"; readonly session: number; readonly level: Level }
  | { readonly type: "ConsentRefused"; readonly session: number }
  | { readonly type: "AskLapsed"; readonly session: number }
  | { readonly type: "GrantRevoked"; readonly session: number; readonly cause: RevocationCause }
  | { readonly type: "TransportReported"; readonly session: number; readonly fact: TransportFact }
  | { readonly type: "SessionEnded"; readonly session: number; readonly cause: EndCause }
  | { readonly type: "AttemptRefused"; readonly command: string; readonly code: RefusalCode };

export type ReportEvent = What & {
  readonly ticket: TicketId;
  readonly at: number;
  /** Null when it was the clock. */
  readonly by: PersonId | null;
  readonly sharer: PersonId;
  readonly openedAt: number;
  /** Who held the ticket at that moment, or held it last; null when nobody ever had. */
  readonly holder: PersonId | null;
};
export type ReportEventType = What["type"];

export interface ReportSession {
  readonly ticket: TicketId;
  readonly session: number;
  readonly sharer: PersonId;
  readonly helper: PersonId;
  readonly device: DeviceId;
  readonly askedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly cause: EndCause | null;
  readonly levels: readonly Span[];
}

/** What reports ask of the store. Moments: from, inclusive, up to, exclusive. */
export interface ReportQueries {
  /** In the order of their moments. The work is done in slices, so that presses are not kept waiting. */
  events(from: number, to: number): Promise<readonly ReportEvent[]>;
  /** Sessions that were asked for in that time. */
  sessions(from: number, to: number): Promise<readonly ReportSession[]>;
  /** Without those who were erased. */
  namesOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>;
}

/** One report to one reader about one period. */
export interface ReportId {
  readonly report: string;
  readonly recipient: string;
  readonly period: string;
}

/** Which reports went out: noted before they are sent, so that neither a crash nor a second process sends one twice. */
export interface ReportLog {
  /** @returns false when somebody has it already. */
  claimReport(report: ReportId, at: number): Promise<boolean>;
  /** It is known that it did not go out. */
  releaseReport(report: ReportId): Promise<void>;
  forgetReports(before: number): Promise<void>;
}
