import type { TicketEvent } from "../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Personal } from "../domain/ticket/person.ts";
import type { Policy } from "../domain/ticket/policy.ts";

/** What was done to a chain at its first wrong record. */
export type Tampering =
  | "edited"
  | "deleted"
  | "inserted"
  | "reordered"
  | "truncated"
  | "foreign"
  | "headless";

/** One thing in the store that is not what was written. */
export type IntegrityFault =
  | { readonly in: "trail"; readonly ticket: string; readonly version: number; readonly how: Tampering }
  /** The trail is whole in itself, and is not the one that was anchored. */
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
  /** The events are whole, and the tables drawn from them tell something else. `rebuild` puts that right. */
  | { readonly in: "projection"; readonly ticket: string; readonly columns: readonly string[] }
  /** A row to find a ticket by that was never written: no event speaks of it. `rebuild` puts that right, too. */
  | { readonly in: "orphan"; readonly table: "ticket_words" | "sessions"; readonly ticket: string }
  /** `people` says another name than the newest record that can be read, or none, or one that no record has. */
  | { readonly in: "name"; readonly person: string; readonly how: "changed" | "missing" | "unknown" }
  /** The rows of `ticket_words` are looked at one by one; the engine's own index beside them finds other words. */
  | { readonly in: "word-index" }
  /** Texts about somebody cannot be read, and no act says that their key was destroyed. `rebuild` leaves these alone. */
  | { readonly in: "key"; readonly ticket: string; readonly version: number; readonly person: string }
  /** The counter of tickets is behind the tickets that there are: the next one would get a number that is taken. */
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
  /** Only chains and anchors, which needs no keys and is several times as fast. */
  readonly trailOnly?: boolean;
  /** An anchor as the audit channel shows it: the store must have this very one. */
  readonly posted?: { readonly number: number; readonly hash: string } | undefined;
  /** With it, also whether what is due for a ticket will be looked at. */
  readonly policy?: Policy;
}

/** The first and the last of some numbers of tickets in a row. */
export type NumberRange = readonly [first: number, last: number];

export interface VerifiedCounts {
  readonly tickets: number;
  readonly events: number;
  readonly anchors: number;
  readonly acts: number;
  /** Numbers that were given out and that no ticket has; looked at when everything is, and for a single ticket. */
  readonly unused: readonly NumberRange[];
}

/** A daily anchor: one hash that fixes every head there was, together with all anchors before it. */
export interface Anchor {
  readonly number: number;
  readonly at: number;
  /** Heads that changed since the anchor before; its Merkle tree has them as leaves. */
  readonly heads: number;
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

/** What can be shown of one ticket to somebody who does not trust the store. */
export interface EvidenceTrail {
  readonly ticket: TicketId;
  readonly records: readonly EvidenceRecord[];
  readonly head: { readonly version: number; readonly hash: string } | null;
  readonly anchored: readonly (AnchoredHead & Proof)[];
  /** What opens the sealed texts of this ticket and of no other, by person. */
  readonly keys: readonly { readonly person: PersonId; readonly id: string; readonly secret: string }[];
}

export interface EvidenceRecord {
  readonly version: number;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
  /** With the personal texts that can still be opened; null when the record cannot be understood. */
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

/** Somebody looked into the trail, or changed what can be read in it. */
export interface AuditEntry {
  /** Whom the operating system says that it was; in Teams, the person's id. */
  readonly who: string;
  readonly what: (typeof AUDIT_ENTRY_KINDS)[number];
  /** A ticket, a person's id, a period; what came of it. Ids only: it is not sealed. */
  readonly about: string;
  readonly why: string;
  /** Tickets that were taken along, as far as `about` does not name them; the numbers from the first to the last of a row. */
  readonly tickets?: readonly NumberRange[];
  /** How the person was called who did it in Teams. */
  readonly name?: Personal;
  /** The words that were looked for. They are about the one who wrote them, and may name others. */
  readonly asked?: Personal;
}

/** Which acts: those about a ticket, those by or about a person or about a ticket that names them, those of a period. */
export type AuditEntryScope = Pick<EvidenceScope, "ticket" | "person" | "from" | "to">;

/** Somebody was shown the story of a ticket. */
export interface StoryRead {
  readonly at: number;
  readonly reader: { readonly id: PersonId; readonly name: Personal };
}

export interface RecordedAuditEntry {
  readonly number: number;
  readonly at: number;
  /** Null when its retention is over, or when somebody took it out of the record, which `verify` tells. */
  readonly act: AuditEntry | null;
  readonly hash: string;
}

/** Several may stand on one subject, each for its own reason. */
export interface LegalHold {
  /** Of the act that began it: it tells one hold from another. */
  readonly number: number;
  readonly kind: "person" | "ticket";
  readonly subject: string;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}
export type NewLegalHold = Pick<LegalHold, "kind" | "subject" | "reason" | "by">;

export type LegalHoldResult =
  /** `erasedAt`, epoch ms: what was about this person by then cannot be kept any more. */
  | { readonly kind: "held"; readonly hold: LegalHold; readonly erasedAt: number | null }
  | { readonly kind: "held-already"; readonly hold: LegalHold }
  /** Nothing in the store is about this person, or there is no such ticket. */
  | { readonly kind: "unknown" };

/** Who wants it, and why: it is recorded together with what is done. */
export type AuditReason = Pick<AuditEntry, "who" | "why">;

export type Erasure =
  /** `erasedAt`, epoch ms: when it had been done before; null for never. */
  | { readonly kind: "erased"; readonly tickets: number; readonly erasedAt: number | null }
  /** These holds forbid it; nothing was changed. */
  | { readonly kind: "held"; readonly against: readonly Forbidden[] }
  | { readonly kind: "unknown" };

/** Why a hold forbids to erase somebody: on themselves, or on a ticket of theirs, or on who took part in it. */
export interface Forbidden {
  readonly hold: LegalHold;
  /** Null when the hold is on the person. */
  readonly ticket: string | null;
  /** What the held person is on that ticket; null when the ticket itself is held. */
  readonly as: "sharer" | "helper" | "other" | null;
}

/** Moments before which each kind of data is let go, epoch ms. */
export interface Retention {
  /** Closed tickets, by their last change: every text on them. The facts stay. */
  readonly tickets: number;
  /** Where the cards of such tickets hang. */
  readonly postedSurfaces: number;
  readonly presses: number;
  /** Chats of people who have not been heard from since. */
  readonly contacts: number;
  /** Who, what and why of acts; that there was one stays. */
  readonly auditActs: number;
}
export type RetentionResult = Readonly<Record<keyof Retention, number>>;

export interface RebuildResult {
  readonly tickets: number;
  /** Rows that told something else than the events. */
  readonly corrected: readonly string[];
  /** Rows that were missing. */
  readonly restored: readonly string[];
  /** Tickets that were left alone because their trail is broken. */
  readonly broken: readonly string[];
  /**
   * Tickets that were left alone because texts on them were lost in silence. If there is one, searches, diaries and
   * names were left alone too: they may hold the last copy.
   */
  readonly lost: readonly string[];
  /** The counter of tickets was behind them. */
  readonly counterWasBehind: boolean;
}

/** The store as evidence: what auditors and administrators ask of it. */
export interface Evidence {
  /** Fixes every head that changed since the last anchor. */
  anchor(at: number): Promise<Anchor>;
  newestAnchor(): Promise<Anchor | null>;
  anchors(): Promise<readonly Anchor[]>;
  markPosted(number: number, at: number): Promise<void>;
  /**
   * Tells each break as it is found, and what was looked at in the end. Memory grows with the number of people and with
   * nothing else. Names, and rows without a ticket, are looked at when everything is: they belong to no one ticket.
   */
  verify(scope: Verification, found: (broken: IntegrityFault) => void): Promise<VerifiedCounts>;
  /** Which tickets a scope means, without reading a word on them. */
  ticketsIn(scope: EvidenceScope): Promise<readonly TicketId[]>;
  /** Trails with their proofs, one after another. */
  read(scope: EvidenceScope): AsyncGenerator<EvidenceTrail>;
  /** It is on the disk when this returns. @throws {StoreUnavailable} and nothing was recorded. */
  record(act: AuditEntry): Promise<RecordedAuditEntry>;
  /** In order. One whose details were let go of is about nobody any more. */
  acts(scope?: AuditEntryScope): AsyncGenerator<RecordedAuditEntry>;
  /** Who was shown the story of a ticket, oldest first, as long as that is kept. */
  readsOf(ticket: TicketId): Promise<readonly StoryRead[]>;
  /** Makes everything that is about a person unreadable for good, and records that it did. Every chain still verifies. */
  erasePerson(person: PersonId, order: AuditReason): Promise<Erasure>;
  applyRetention(before: Retention): Promise<RetentionResult>;
  /** Recorded with what it does. */
  hold(hold: NewLegalHold): Promise<LegalHoldResult>;
  /** @returns the hold that ended; null when there was none with this number. */
  release(hold: number, order: AuditReason): Promise<LegalHold | null>;
  /** In force, oldest first. */
  holds(): Promise<readonly LegalHold[]>;
  /** Draws the projections from the events again. @param policy for the deadlines. */
  rebuild(policy: Policy): Promise<RebuildResult>;
}
