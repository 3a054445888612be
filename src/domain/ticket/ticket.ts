import type { Device, DeviceReport } from "./device.ts";
import type {
  AskTerms,
  EndCause,
  Request,
  ResolutionOutcome,
  RevocationCause,
  TransportFact,
  Urgency,
} from "./events.ts";
import type { Finding } from "./finding.ts";
import type { PersonId, TicketId } from "./ids.ts";
import type { Level } from "./level.ts";
import type { Person, Personal } from "./person.ts";
import type { Verification } from "./trust.ts";

/** What the events of one ticket add up to. Nothing here says what is allowed now: see authority.ts. */
export interface Ticket extends Request {
  readonly id: TicketId;
  /** The number of events so far. */
  readonly version: number;
  /** The version up to which something happened that people see: a check that found nothing new is not among it. */
  readonly seenVersion: number;
  /** Moment of the newest event; the clock of a ticket never runs backwards. */
  readonly lastAt: number;
  readonly status: "open" | "claimed" | "resolved" | "withdrawn";
  readonly sharer: Person;
  readonly openedBy: Person;
  readonly openedAt: number;
  readonly language: string;
  readonly urgency: Urgency;
  readonly device: Device | null;
  readonly claim: Claim | null;
  /** The claims that are over, oldest first. */
  readonly formerClaims: readonly FormerClaim[];
  /** Everybody who ever held the ticket, who held it last coming last. */
  readonly helpers: readonly Person[];
  /** Asked or live; null between sessions. */
  readonly session: Session | null;
  readonly past: readonly EndedSession[];
  /** Every refusal by eligibility, oldest first; at most the newest one still stands. */
  readonly denials: readonly Denial[];
  /** Refused for want of authority within a day before the newest of them. */
  readonly attempts: readonly Attempt[];
  readonly notes: readonly Note[];
  readonly resolution: Resolution | null;
  readonly closedAt: number | null;
  readonly feedback: readonly Feedback[];
  /** Oldest first. */
  readonly reopenings: readonly Reopening[];
  readonly asks: number;
  /** A level that the sharer wants the helper to ask for. */
  readonly wanted: Level | null;
}

export interface Claim {
  readonly helper: Person;
  readonly since: number;
  /** Null once the helper has done something with the ticket. */
  readonly leaseUntil: number | null;
  /** Who gave it to this helper, and what they should know; null when the helper picked it up. */
  readonly handover: { readonly by: Person; readonly note: Personal | null } | null;
  /** Nobody could say at the pickup, or the handover, whether this helper may help on the device. */
  readonly unchecked?: true;
  /** What the helper lacked for a session on the device when a lead handed it over all the same. */
  readonly lacking?: readonly Finding[];
  /** The ticket's device as it was reported at the pickup. */
  readonly report?: DeviceReport;
}

/** Somebody tried what is not theirs to do. */
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
  /** The view grant carries the session; at most one above it is in force. */
  readonly grants: readonly Grant[];
  readonly pausedBy: Person | null;
  /** Oldest first; the last one is open while the session is paused. */
  readonly pauses: readonly Pause[];
  readonly verification: Verification;
  readonly extensions: number;
  /** Warnings given for the present end, as milliseconds before it. */
  readonly warned: readonly number[];
  /** Every warning ever given, for whichever end. */
  readonly warnings: readonly Warning[];
  readonly transport: Readonly<Partial<Record<TransportFact, number>>>;
}

export interface Pause {
  readonly from: number;
  /** Null while nobody has resumed it. */
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
export interface AskAnswer {
  readonly at: number;
  readonly outcome: AskOutcome;
  /** For how long a yes allows it, in milliseconds; null for everything else. */
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
    /** What was lost, when it was a condition. */
    readonly findings: readonly Finding[];
  } | null;
}

export interface Denial {
  readonly at: number;
  /** Who wanted to ask. */
  readonly helper: Person;
  readonly level: Level;
  readonly findings: readonly Finding[];
  /** Null while it stands in the way. */
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
export interface Resolution {
  readonly at: number;
  readonly by: Person;
  readonly outcome: ResolutionOutcome;
  readonly done: Personal;
}
export interface Reopening {
  readonly at: number;
  readonly by: Person;
  readonly reason: Personal | null;
  /** How it had been resolved before. */
  readonly resolution: Resolution | null;
}
export interface Feedback {
  readonly at: number;
  readonly session: number;
  readonly fixed: boolean;
  readonly rating: number | null;
  readonly comment: Personal | null;
}
