import type { TicketEvent } from "../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Personal } from "../domain/ticket/person.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { IncidentReport } from "./incident-store.ts";
import type { IntegrityFault, Tampering } from "./integrity-fault.ts";

export type { IntegrityFault, Tampering };

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
  readonly posted?: OutsideAnchor | undefined;
  /** Anchors that are kept outside the database, which the store must have; a hash may be its beginning. */
  readonly outside?: readonly OutsideAnchor[];
  /** With it, deadlines that would be overlooked are found too. */
  readonly policy?: Policy;
  /** Called now and then with how many tickets were looked at. */
  readonly progress?: (tickets: number) => void;
  /** How many threads share the work; by default as many as there are processors, for a store where it is worth it. */
  readonly threads?: number;
}

export interface OutsideAnchor {
  readonly number: number;
  readonly hash: string;
}

/** A copy of the anchors that a writer of the database does not reach. */
export interface AnchorFile {
  /** In order. Empty when there is no file yet. @throws when a line is no anchor. */
  read(): Promise<readonly OutsideAnchor[]>;
  append(anchors: readonly Anchor[]): Promise<void>;
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

/** An anchor: one hash that covers every stream head, together with all anchors before it. */
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

const AUDIT_ENTRY_KINDS = [
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
  "incident",
  "rotate-key",
] as const;

export interface KeyRotation {
  readonly keys: number;
  /** Wrapped anew by this run. */
  readonly wrapped: number;
  /** Opened by neither master key: those that somebody edited. */
  readonly unreadable: number;
}

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
  /** What was reported about somebody who said that they were from the helpdesk. */
  readonly incident?: IncidentReport;
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
  /** The counters of tickets were edited or behind them. */
  readonly counterWasBehind: boolean;
}

/** Signs audit packs, so that they can be checked with a public key and without the store. */
export interface PackSigner {
  /** Ed25519, base64url of its 32 bytes. */
  readonly publicKey: string;
  /** Base64. */
  sign(text: string): string;
}

/** The store as evidence, for auditors and administrators. */
export interface Evidence {
  readonly packSigner: PackSigner;
  /** Anchors every stream head that changed since the last anchor. */
  anchor(at: number): Promise<Anchor>;
  /** The same when something changed since the newest anchor; null when nothing did. */
  anchorChanges(at: number): Promise<Anchor | null>;
  newestAnchor(): Promise<Anchor | null>;
  /** In order, all of them or those from a number on. */
  anchors(from?: number): Promise<readonly Anchor[]>;
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
  /** What `erasePerson` would do now; changes and records nothing. */
  erasureOf(person: PersonId): Promise<Erasure>;
  /** Crypto-shredding: makes everything about a person unreadable for good. Every hash chain still verifies. */
  erasePerson(person: PersonId, order: AuditReason): Promise<Erasure>;
  applyRetention(before: Retention): Promise<RetentionResult>;
  hold(hold: NewLegalHold): Promise<LegalHoldResult>;
  /** @returns the hold that ended; null when there was none with this number. */
  release(hold: number, order: AuditReason): Promise<LegalHold | null>;
  /** In force, oldest first. */
  holds(): Promise<readonly LegalHold[]>;
  /**
   * Wraps every key by the current master key; goes on where an earlier run was cut off.
   * @param counted called after each page with how many keys were looked at.
   */
  rotateMasterKey(counted?: (keys: number) => void): Promise<KeyRotation>;
  /**
   * Rebuilds the projections from the events.
   * @param policy for the deadlines. @param progress called now and then with how many tickets were looked at.
   */
  rebuild(policy: Policy, progress?: (tickets: number) => void): Promise<RebuildResult>;
}
