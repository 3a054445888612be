import type { Verification } from "./authority.ts";
import type { Device, DeviceReport } from "./device.ts";
import type {
  AskTerms,
  EndCause,
  ReminderCause,
  Request,
  ResolutionOutcome,
  RevocationCause,
  TransportFact,
  Urgency,
  WaitStep,
} from "./events.ts";
import type { Finding } from "./finding.ts";
import type { PersonId, TicketId } from "./ids.ts";
import type { Level } from "./level.ts";
import type { Person, Personal } from "./person.ts";
import type { Turn } from "./turns.ts";

/** The state of one ticket, folded from its events. What is allowed now is computed in authority.ts. */
export interface Ticket extends Request {
  readonly id: TicketId;
  /** The number of events so far. */
  readonly version: number;
  /** The version of the last event that changes a card; a check that found nothing new changes none. */
  readonly seenVersion: number;
  /** Time of the newest event; the clock of a ticket never runs backwards. */
  readonly lastAt: number;
  readonly status: "open" | "claimed" | "resolved" | "withdrawn";
  readonly sharer: Person;
  readonly openedBy: Person;
  readonly openedAt: number;
  readonly language: string;
  readonly urgency: Urgency;
  readonly device: Device | null;
  /** Null while somebody has it and once it is closed. */
  readonly waiting: Waiting | null;
  /** Steps that were taken over its whole life, because nobody had picked it up. */
  readonly waitSteps: number;
  readonly claim: Claim | null;
  /** The claims that are over, oldest first. */
  readonly formerClaims: readonly FormerClaim[];
  /** Everyone who ever held the ticket, the latest holder last. */
  readonly helpers: readonly Person[];
  /** Asked or live; null between sessions. */
  readonly session: Session | null;
  readonly past: readonly EndedSession[];
  /** Every refusal by eligibility, oldest first; at most the newest is unsettled. */
  readonly denials: readonly Denial[];
  /** Attempts without authority in the day before the newest of them. */
  readonly attempts: readonly Attempt[];
  /** Of all time. */
  readonly attemptsRecorded: number;
  readonly notes: readonly Note[];
  readonly resolution: Resolution | null;
  readonly closedAt: number | null;
  /** Null unless it is withdrawn. */
  readonly withdrawnBy: Person | null;
  readonly feedback: readonly Feedback[];
  /** Oldest first. */
  readonly reopenings: readonly Reopening[];
  readonly asks: number;
  /** A level that the sharer wants the helper to ask for. */
  readonly wanted: Level | null;
  /** The sharer's newest offer, and to which helper: it ends that helper's wait. */
  readonly invitation: { readonly helper: PersonId; readonly at: number } | null;
  /** The newest turning points, oldest first. */
  readonly turns: readonly Turn[];
}

export interface Waiting {
  readonly since: number;
  /** In order. */
  readonly steps: readonly { readonly step: WaitStep; readonly at: number }[];
}

export interface Claim {
  readonly helper: Person;
  readonly since: number;
  /** When it lapses unless the helper acts; null while nothing is asked of them. */
  readonly leaseUntil: number | null;
  /** The reminder that stands; null again once the helper acts. */
  readonly reminded: ReminderCause | null;
  /** The helper's newest action, with their first message to the sharer; null before it. */
  readonly actedAt: number | null;
  /** Who handed it over, and their note; null when the helper picked it up. */
  readonly handover: { readonly by: Person; readonly note: Personal | null } | null;
  /** At the pick-up or hand-over, Graph gave no answer about the helper's rights on the device. */
  readonly unchecked?: true;
  /** The rights that the helper lacked when a lead insisted on the hand-over. */
  readonly lacking?: readonly Finding[];
  /** The ticket's device as Intune reported it at the pick-up. */
  readonly report?: DeviceReport;
}

/** A command that was refused for want of authority. */
export interface Attempt {
  readonly by: PersonId;
  readonly at: number;
}

export interface FormerClaim extends Claim {
  readonly endedAt: number;
  readonly ended: "given-back" | "lapsed" | "handed-over" | "resolved" | "withdrawn";
}

export interface Session {
  readonly number: number;
  readonly helper: Person;
  readonly device: Device;
  readonly askedAt: number;
  readonly asks: readonly Ask[];
  /** The session rests on its view grant; at most one higher grant is in force. */
  readonly grants: readonly Grant[];
  readonly pausedBy: Person | null;
  /** Oldest first; the last one is open while the session is paused. */
  readonly pauses: readonly Pause[];
  readonly verification: Verification;
  readonly extensions: number;
  /** Warnings given for the present end, in milliseconds before it. */
  readonly warned: readonly number[];
  /** Every warning given in this session. */
  readonly warnings: readonly Warning[];
  readonly transport: Readonly<Partial<Record<TransportFact, number>>>;
}

export interface Pause {
  readonly from: number;
  /** Null while it is paused. */
  readonly to: number | null;
}

export interface Warning {
  readonly at: number;
  /** Milliseconds before the end. */
  readonly before: number;
}

export interface EndedSession extends Session {
  readonly endedAt: number;
  readonly endedBy: Person | null;
  readonly cause: EndCause;
  readonly findings: readonly Finding[];
}

export interface Ask extends AskTerms {
  readonly askedAt: number;
  readonly by: Person;
  readonly answer: AskAnswer | null;
}
interface AskAnswer {
  readonly at: number;
  readonly outcome: AskOutcome;
  /** Who ended the question; null for the clock or a lost condition. */
  readonly by: PersonId | null;
  /** Milliseconds that a consent allows; null for every other outcome. */
  readonly length: number | null;
}
export type AskOutcome = "allowed" | "refused" | "wrong-phrase" | "lapsed" | "cancelled";

export interface Grant {
  readonly level: Level;
  /** The ask whose consent made it. */
  readonly ask: number;
  readonly from: number;
  readonly until: number;
  readonly over: {
    readonly at: number;
    readonly cause: RevocationCause | "expired" | "superseded" | "session-ended";
    /** The lost conditions, if any. */
    readonly findings: readonly Finding[];
  } | null;
}

export interface Denial {
  readonly at: number;
  /** The helper who asked. */
  readonly helper: Person;
  readonly level: Level;
  readonly findings: readonly Finding[];
  /** What the helper wrote when they asked; null when that is not known. */
  readonly reason: Personal | null;
  /** Null until it is settled. */
  readonly settled: {
    readonly at: number;
    readonly how:
      | "asked"
      | "superseded"
      | "device-changed"
      | "helper-changed"
      | "session-ended"
      | "resolved"
      | "withdrawn";
  } | null;
}
export interface Note {
  readonly at: number;
  readonly by: Person;
  readonly note: Personal;
}
interface Resolution {
  readonly at: number;
  readonly by: Person;
  readonly outcome: ResolutionOutcome;
  readonly done: Personal;
}
export interface Reopening {
  readonly at: number;
  readonly by: Person;
  readonly reason: Personal | null;
  /** The resolution that the reopening replaced. */
  readonly resolution: Resolution | null;
}
export interface Feedback {
  readonly at: number;
  readonly session: number;
  readonly fixed: boolean;
  readonly rating: number | null;
  readonly comment: Personal | null;
}
