import type { CheckId } from "../domain/eligibility/policy.ts";
import type {
  EndCause,
  EventOf,
  ResolutionOutcome,
  RevocationCause,
  TransportFact,
} from "../domain/ticket/events.ts";
import type { DeviceId, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { RefusalCode } from "../domain/ticket/refusal.ts";
import type { Span } from "../domain/ticket/session-account.ts";

/** An event as reports may know it: ids, moments and words of closed lists, and no personal text. */
type What =
  | { readonly type: "TicketOpened" }
  /** @param first true for the ticket's first pick-up. */
  | { readonly type: "TicketClaimed"; readonly first: boolean }
  | { readonly type: "TicketResolved"; readonly outcome: ResolutionOutcome }
  | { readonly type: "TicketReopened" }
  | { readonly type: "TicketAmended" }
  | { readonly type: "TicketWithdrawn" }
  | { readonly type: "TicketHandedOver" }
  | { readonly type: "ClaimGivenBack" }
  | {
      readonly type: "FeedbackGiven";
      readonly session: number;
      readonly fixed: boolean;
      readonly rating: number | null;
    }
  /** The conditions that were not met; none when it was refused only because they could not be checked. */
  | { readonly type: "EligibilityDenied"; readonly checks: readonly CheckId[] }
  | { readonly type: "ViewAsked"; readonly session: number; readonly device: DeviceId }
  | {
      readonly type: "EscalationAsked" | "ExtensionAsked" | "AskCancelled" | "SessionPaused";
      readonly session: number;
    }
  | { readonly type: "ConsentGiven"; readonly session: number; readonly level: Level }
  | {
      readonly type: "ConsentRefused";
      readonly session: number;
      readonly why: EventOf<"ConsentRefused">["why"];
    }
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
  /** Who held the ticket at that moment, or last before it; null before the first pick-up. */
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

/** The first pick-up of a request. */
export interface PickUp {
  readonly openedAt: number;
  readonly at: number;
}

/** Periods include `from` and exclude `to`. */
export interface ReportQueries {
  /** In the order of their moments. Reads in slices, so that actions run in between. */
  events(from: number, to: number): Promise<readonly ReportEvent[]>;
  /** Sessions that were asked for in that time. */
  sessions(from: number, to: number): Promise<readonly ReportSession[]>;
  /** First pick-ups and hand-overs in that time. Reads in slices, like `events`. */
  pickUps(from: number, to: number): Promise<readonly PickUp[]>;
  /** Without erased people. */
  namesOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>;
}

/** How often somebody tried to reach requests that do not exist for them. */
export interface Probes {
  readonly person: PersonId;
  readonly times: number;
  readonly lastAt: number;
}

export interface ProbeCounter {
  /** Counts for all processes on this store. Does not wait for the disk. */
  countProbe(person: PersonId, at: number): Promise<void>;
}

export interface ProbeQueries {
  /** Since the beginning of that hour; counts are kept for a day. */
  probes(from: number): Promise<readonly Probes[]>;
}

/** One report to one reader about one period. */
export interface ReportId {
  readonly report: string;
  readonly recipient: string;
  readonly period: string;
}

/** Which reports were sent: claimed before sending, so that neither a crash nor a second process sends one twice. */
export interface ReportLog {
  /** @returns false when it was claimed before. */
  claimReport(report: ReportId, at: number): Promise<boolean>;
  /** For a report that certainly was not sent. */
  releaseReport(report: ReportId): Promise<void>;
  forgetReports(before: number): Promise<void>;
}

/** Queries of reviews over past tickets. */
export interface ReviewQueries {
  /** Everybody who asked for help since then, each once. */
  sharersSince(since: number): Promise<readonly PersonId[]>;
  /** Which checks refused sessions since then, most frequent first. */
  topFindings(since: number, most: number): Promise<readonly FindingCount[]>;
}

export interface FindingCount {
  /** Id of the check. */
  readonly check: string;
  /** Refusals that it was part of. */
  readonly refusals: number;
  /** How many of those because it could not be checked. */
  readonly unknown: number;
  readonly tickets: number;
}
