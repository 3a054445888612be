import type { TicketEvent } from "../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Personal } from "../domain/ticket/person.ts";
import type { Policy } from "../domain/ticket/policy.ts";

/** What was done to a hash chain at its first record that does not verify. */
export type Tampering =
  | "edited"
  | "deleted"
  | "inserted"
  | "reordered"
  | "truncated"
  | "foreign"
  | "headless";

/** One thing in the store that does not verify. */
export type IntegrityFault =
  | { readonly in: "trail"; readonly ticket: string; readonly version: number; readonly how: Tampering }
  /** The event stream's own hash chain is whole, but it is not the one that was anchored. */
  | {
      readonly in: "anchored-head";
      readonly ticket: string;
      readonly version: number;
      readonly anchor: number;
      readonly how: "rewritten" | "missing";
    }
  | {
      readonly in: "anchor";
      readonly number: number;
      readonly how: Tampering | "heads-changed" | "not-posted";
    }
  | { readonly in: "act"; readonly number: number; readonly how: Tampering }
  /** A projection differs from its events. `rebuild` corrects it. */
  | { readonly in: "projection"; readonly ticket: string; readonly columns: readonly string[] }
  /** A projection has a row for a ticket without events. `rebuild` deletes it. */
  | { readonly in: "orphan"; readonly table: "ticket_words" | "sessions"; readonly ticket: string }
  /** The name in `people` is not the newest in the events, is missing, or is in no event. */
  | { readonly in: "name"; readonly person: string; readonly how: "changed" | "missing" | "unknown" }
  /** The engine's full-text index finds other words than its rows hold. */
  | { readonly in: "word-index" }
  /** A key is missing and no audit entry says that it was destroyed. `rebuild` leaves such tickets alone. */
  | { readonly in: "key"; readonly ticket: string; readonly version: number; readonly person: string }
  /** The counter is behind the newest ticket: the next one would get a number that is taken. */
  | { readonly in: "counter"; readonly next: number; readonly newest: number };

/** Which tickets: all of them, one, those of a person, those with an event in a period. */
export interface EvidenceScope {
  readonly ticket?: TicketId | undefined;
  readonly person?: PersonId | undefined;
  /** Epoch ms, inclusive. */
  readonly from?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly to?: number | undefined;
}

export interface Verification extends EvidenceScope {
  /** Only hash chains and anchors, which needs no keys and is several times as fast. */
  readonly trailOnly?: boolean;
  /** An anchor from the audit channel that the store must have. */
  readonly posted?: { readonly number: number; readonly hash: string } | undefined;
  /** With it, deadlines that would be overlooked are found too. */
  readonly policy?: Policy;
}

/** Consecutive ticket numbers. */
export type NumberRange = readonly [first: number, last: number];

export interface VerifiedCounts {
  readonly tickets: number;
  readonly events: number;
  readonly anchors: number;
  readonly acts: number;
  /** Ticket numbers that no ticket has; only when everything or a single ticket is verified. */
  readonly unused: readonly NumberRange[];
}

/** A daily anchor: one hash that covers every stream head, together with all anchors before it. */
export interface Anchor {
  readonly number: number;
  readonly at: number;
  /** How many heads changed since the anchor before: the leaves of its Merkle tree. */
  readonly heads: number;
  /** Merkle root. */
  readonly root: string;
  readonly hash: string;
  readonly prevHash: string;
  /** The text that is hashed. */
  readonly body: string;
  readonly posted: boolean;
}

export interface AnchoredHead {
  readonly version: number;
  readonly head: string;
  readonly anchor: number;
}

/** Everything that proves one ticket to a reader who does not trust the store. */
export interface EvidenceTrail {
  readonly ticket: TicketId;
  readonly records: readonly EvidenceRecord[];
  readonly head: { readonly version: number; readonly hash: string } | null;
  readonly anchored: readonly (AnchoredHead & Proof)[];
  /** The keys that open the sealed texts of this ticket only, by person. */
  readonly keys: readonly { readonly person: PersonId; readonly id: string; readonly secret: string }[];
}

export interface EvidenceRecord {
  readonly version: number;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
  /** With the personal texts whose keys still exist; null when the record cannot be parsed. */
  readonly event: TicketEvent | null;
}

export interface Proof {
  readonly path: readonly { readonly side: "left" | "right"; readonly hash: string }[];
}

export const AUDIT_ENTRY_KINDS = [
  "export",
  "exported",
  "export-person",
  "erase",
  "erased",
  "not-erased",
  "hold",
  "release",
  "rebuild",
  "rebuilt",
  "let-go",
  "read",
  "search",
  "report",
] as const;

/** An access to the store's evidence, or a change of what can be read in it. */
export interface AuditEntry {
  /** The user of the operating system; in Teams, the person's id. */
  readonly who: string;
  readonly what: (typeof AUDIT_ENTRY_KINDS)[number];
  /** A ticket, a person's id, a period, or the outcome. Ids only: it is not sealed. */
  readonly about: string;
  readonly why: string;
  /** Tickets that are included and that `about` does not name. */
  readonly tickets?: readonly NumberRange[];
  /** The name of who did it in Teams. */
  readonly name?: Personal;
  /** The search words; sealed as a text about who wrote them, though they may name others. */
  readonly asked?: Personal;
}

/** Entries about a ticket; by or about a person, or about a ticket that names them; of a period. */
export type AuditEntryScope = Pick<EvidenceScope, "ticket" | "person" | "from" | "to">;

/** The story of a ticket was shown to a reader. */
export interface StoryRead {
  readonly at: number;
  readonly reader: { readonly id: PersonId; readonly name: Personal };
}

export interface RecordedAuditEntry {
  readonly number: number;
  readonly at: number;
  /** Null when its retention is over, or when it was removed, which `verify` finds. */
  readonly act: AuditEntry | null;
  readonly hash: string;
}

/** A subject can have several, each for its own reason. */
export interface LegalHold {
  /** Of the audit entry that began it; identifies the hold. */
  readonly number: number;
  readonly kind: "person" | "ticket";
  readonly subject: string;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}
export type NewLegalHold = Pick<LegalHold, "kind" | "subject" | "reason" | "by">;

export type LegalHoldResult =
  /** `erasedAt`, epoch ms: texts from before then are erased already. */
  | { readonly kind: "held"; readonly hold: LegalHold; readonly erasedAt: number | null }
  | { readonly kind: "held-already"; readonly hold: LegalHold }
  /** The store knows no such person or ticket. */
  | { readonly kind: "unknown" };

/** Who requests it, and why; recorded in the same transaction. */
export type AuditReason = Pick<AuditEntry, "who" | "why">;

export type Erasure =
  /** `erasedAt`, epoch ms: of the erasure before this one; null for none. */
  | { readonly kind: "erased"; readonly tickets: number; readonly erasedAt: number | null }
  /** These holds forbid it; nothing was changed. */
  | { readonly kind: "held"; readonly against: readonly Forbidden[] }
  | { readonly kind: "unknown" };

/** A hold that forbids an erasure: on the person, on a ticket of theirs, or on a person who took part in it. */
export interface Forbidden {
  readonly hold: LegalHold;
  /** Null when the hold is on the person. */
  readonly ticket: string | null;
  /** What the held person is on that ticket; null when the ticket itself is held. */
  readonly as: "sharer" | "helper" | "other" | null;
}

/** Moments before which each kind of data is deleted, epoch ms. */
export interface Retention {
  /** Closed tickets, by their last change: every text on them. The facts stay. */
  readonly tickets: number;
  /** Where the cards of such tickets were posted. */
  readonly postedSurfaces: number;
  readonly presses: number;
  /** Chats of people who have not been heard from since. */
  readonly contacts: number;
  /** Who, what and why of audit entries; the entry itself stays. */
  readonly auditActs: number;
}
export type RetentionResult = Readonly<Record<keyof Retention, number>>;

export interface RebuildResult {
  readonly tickets: number;
  /** Tickets whose projections differed from their events. */
  readonly corrected: readonly string[];
  /** Tickets whose row was missing. */
  readonly restored: readonly string[];
  /** Tickets that were left alone because their hash chain is broken. */
  readonly broken: readonly string[];
  /**
   * Tickets that were left alone because a key is missing without an audit entry. If there is one, words, sessions and
   * names were left alone too: they may hold the last copy.
   */
  readonly lost: readonly string[];
  /** The counter of tickets was behind them. */
  readonly counterWasBehind: boolean;
}

/** The store as evidence, for auditors and administrators. */
export interface Evidence {
  /** Anchors every stream head that changed since the last anchor. */
  anchor(at: number): Promise<Anchor>;
  newestAnchor(): Promise<Anchor | null>;
  anchors(): Promise<readonly Anchor[]>;
  markPosted(number: number, at: number): Promise<void>;
  /**
   * Reports each fault as it is found. Memory grows with the number of people only. Names and rows without a ticket are
   * checked only when everything is, because they belong to no single ticket.
   */
  verify(scope: Verification, found: (broken: IntegrityFault) => void): Promise<VerifiedCounts>;
  /** The tickets of a scope; opens no text. */
  ticketsIn(scope: EvidenceScope): Promise<readonly TicketId[]>;
  /** Trails with their proofs, one after another. */
  read(scope: EvidenceScope): AsyncGenerator<EvidenceTrail>;
  /** Durable when this resolves. @throws {StoreUnavailable} nothing was recorded. */
  record(act: AuditEntry): Promise<RecordedAuditEntry>;
  /** In order. Entries without details match no ticket and no person. */
  acts(scope?: AuditEntryScope): AsyncGenerator<RecordedAuditEntry>;
  /** Oldest first, within retention. */
  readsOf(ticket: TicketId): Promise<readonly StoryRead[]>;
  /** Crypto-shredding: makes everything about a person unreadable for good. Every hash chain still verifies. */
  erasePerson(person: PersonId, order: AuditReason): Promise<Erasure>;
  applyRetention(before: Retention): Promise<RetentionResult>;
  hold(hold: NewLegalHold): Promise<LegalHoldResult>;
  /** @returns the hold that ended; null when there was none with this number. */
  release(hold: number, order: AuditReason): Promise<LegalHold | null>;
  /** In force, oldest first. */
  holds(): Promise<readonly LegalHold[]>;
  /** Rebuilds the projections from the events. @param policy for the deadlines. */
  rebuild(policy: Policy): Promise<RebuildResult>;
}
