import type { Device, DeviceReport } from "./device.ts";
import type { Fact } from "./fact.ts";
import type { Finding } from "./finding.ts";
import type { PersonId } from "./ids.ts";
import type { Level } from "./level.ts";
import type { Person, Personal } from "./person.ts";
import type { RefusalCode } from "./refusal.ts";

/** Every session ends for exactly one of these reasons. */
export const END_CAUSES = [
  "ended-by-sharer",
  "ended-by-helper",
  "ended-by-lead",
  "expired",
  "refused",
  "wrong-phrase",
  "lapsed",
  "cancelled",
  "eligibility-lost",
  "ticket-withdrawn",
  "ticket-resolved",
  "handover",
  "clock-in-doubt",
] as const;
export type EndCause = (typeof END_CAUSES)[number];

export const URGENCIES = ["low", "normal", "urgent"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const OUTCOMES = ["fixed", "workaround", "not-fixed", "no-longer-needed"] as const;
export type ResolutionOutcome = (typeof OUTCOMES)[number];

/** What the sharer asks for, in their own words. */
export interface Request {
  readonly subject: Personal;
  readonly details: Personal | null;
  readonly urgency: Urgency;
  /** Null: help without a session. */
  readonly device: Device | null;
}

/** One ask: a question to the sharer. */
export interface AskTerms {
  /** Counts the asks of a ticket, from 1. */
  readonly ask: number;
  readonly kind: "view" | "escalation" | "extension";
  readonly level: Level;
  /** Milliseconds from the consent on; for an extension, added to the present end. */
  readonly length: number;
  readonly reason: Personal;
  readonly phrase: Phrase | null;
  readonly answerBy: number;
  /** Findings that warn and do not refuse. */
  readonly warnings: readonly Finding[];
}

/** What each condition that was met saw, by its check; absent in older events. Warnings are in the terms. */
export type SeenFacts = Readonly<Record<string, Fact>>;

/** The helper sees and says `code`; the sharer types it. Older events also hold `choices`, which nothing reads. */
export interface Phrase {
  readonly code: string;
}

export type RevocationCause = "sharer" | "helper" | "lead" | "eligibility-lost" | "paused";

/** What happens, one after the other, while nobody picks a request up. */
export const WAIT_STEPS = ["again", "leads"] as const;
export type WaitStep = (typeof WAIT_STEPS)[number];

export type ReminderCause = "start" | "answer";

/** Reports about the transport, by it or by a person; separate from what Beckon allowed. */
export const TRANSPORT_FACTS = [
  "helper-says-started",
  "helper-says-ended",
  "sharer-says-ended",
  "end-confirmed",
] as const;
export type TransportFact = (typeof TRANSPORT_FACTS)[number];
/** What people can report; only the transport confirms an end. */
export type ReportedFact = Exclude<TransportFact, "end-confirmed">;

/** The stored and audited events of a ticket; renaming one is a breaking change. */
export type EventPayload =
  | ({ readonly type: "TicketOpened"; readonly sharer: Person; readonly language: string } & Request)
  | ({ readonly type: "TicketAmended" } & Request)
  | { readonly type: "TicketWithdrawn" }
  | {
      readonly type: "TicketClaimed";
      readonly helper: Person;
      readonly leaseUntil: number;
      /** Graph gave no answer about the helper's rights on the device. */
      readonly unchecked?: true;
      /** The ticket's device as Intune reported it then. */
      readonly report?: DeviceReport;
    }
  | { readonly type: "ClaimGivenBack" }
  | { readonly type: "ClaimLapsed" }
  /** Nobody has picked it up in time: it was posted again, or the leads were called. */
  | { readonly type: "WaitEscalated"; readonly step: WaitStep }
  /** The holder has not begun, or has not answered the sharer; the claim lapses at `until`. */
  | { readonly type: "HolderReminded"; readonly why: ReminderCause; readonly until: number }
  /** The holder has written to the sharer, which counts as an action. */
  | { readonly type: "ClaimKept" }
  | {
      readonly type: "TicketHandedOver";
      readonly from: PersonId;
      readonly to: Person;
      readonly note: Personal | null;
      readonly leaseUntil: number;
      /** Graph gave no answer about the new helper's rights on the device. */
      readonly unchecked?: true;
      /** The rights that the new helper lacks; a lead insisted. */
      readonly lacking?: readonly Finding[];
    }
  | { readonly type: "NoteAdded"; readonly note: Personal }
  | { readonly type: "TicketResolved"; readonly outcome: ResolutionOutcome; readonly done: Personal }
  | { readonly type: "TicketReopened"; readonly reason: Personal | null }
  | {
      readonly type: "FeedbackGiven";
      readonly session: number;
      readonly fixed: boolean;
      readonly rating: number | null;
      readonly comment: Personal | null;
    }
  | {
      readonly type: "EligibilityDenied";
      readonly level: Level;
      readonly findings: readonly Finding[];
      /** The reason that the helper wrote; absent for a check without a question, and in older events. */
      readonly reason?: Personal;
    }
  | {
      readonly type: "ViewAsked";
      readonly session: number;
      readonly device: Device;
      /** Milliseconds between checks of the session's conditions, and the grace period without an answer. */
      readonly recheck: { readonly every: number; readonly grace: number };
      readonly terms: AskTerms;
      readonly seen?: SeenFacts;
    }
  | {
      readonly type: "EscalationAsked";
      readonly session: number;
      readonly terms: AskTerms;
      readonly seen?: SeenFacts;
    }
  | {
      readonly type: "ExtensionAsked";
      readonly session: number;
      readonly terms: AskTerms;
      readonly seen?: SeenFacts;
    }
  | { readonly type: "MoreHelpAsked"; readonly session: number | null; readonly level: Level }
  | {
      readonly type: "ConsentGiven";
      readonly session: number;
      readonly ask: number;
      readonly level: Level;
      readonly until: number;
      /** Version and language of the wording that the sharer saw. */
      readonly wording: string;
      readonly language: string;
    }
  | {
      readonly type: "ConsentRefused";
      readonly session: number;
      readonly ask: number;
      readonly why: "not-now" | "wrong-phrase";
    }
  | { readonly type: "AskLapsed"; readonly session: number; readonly ask: number }
  | { readonly type: "AskCancelled"; readonly session: number; readonly ask: number }
  | {
      readonly type: "GrantRevoked";
      readonly session: number;
      readonly level: Level;
      readonly cause: RevocationCause;
      readonly findings: readonly Finding[];
      /** When it took effect; earlier than `at` when a deadline was noticed late. */
      readonly endedAt?: number;
    }
  | { readonly type: "GrantExpired"; readonly session: number; readonly level: Level; readonly until: number }
  /** Every condition of the present level was met. */
  | { readonly type: "SessionVerified"; readonly session: number; readonly level: Level }
  /** No condition was unmet, and at least one was unknown. */
  | { readonly type: "SessionUnverified"; readonly session: number; readonly findings: readonly Finding[] }
  | { readonly type: "SessionPaused"; readonly session: number }
  | { readonly type: "SessionResumed"; readonly session: number }
  | { readonly type: "EndWarned"; readonly session: number; readonly before: number }
  | { readonly type: "TransportReported"; readonly session: number; readonly fact: TransportFact }
  | {
      readonly type: "SessionEnded";
      readonly session: number;
      readonly cause: EndCause;
      readonly findings: readonly Finding[];
      /** When authority ended; earlier than `at` when a deadline was noticed late. */
      readonly endedAt: number;
    }
  | { readonly type: "AttemptRefused"; readonly command: string; readonly code: RefusalCode };

/** What every event has besides. */
interface Stamp {
  readonly at: number;
  /** Null for the clock. */
  readonly by: Person | null;
  /** The hash of the policy under which a command was decided; absent for what the clock caused, and in older events. */
  readonly policy?: string;
}

export type TicketEvent = EventPayload & Stamp;
export type EventType = EventPayload["type"];
export type EventOf<Type extends EventType> = Extract<EventPayload, { type: Type }> & Stamp;
