import type { Generated } from "kysely";

/** The tables that make the trail evidence, and the one for recurring work. */
export interface EvidenceSchema {
  readonly chain_heads: ChainHeadTable;
  readonly audit_acts: AuditActTable;
  readonly anchors: AnchorTable;
  readonly anchored_heads: AnchoredHeadTable;
  readonly ticket_keys: TicketKeyTable;
  readonly destroyed_keys: DestroyedKeyTable;
  readonly schedules: ScheduleTable;
}

/** How the chains end that belong to no ticket, kept apart from their records so that a cut tail shows. */
export interface ChainHeadTable {
  readonly name: "anchors" | "acts";
  readonly version: number;
  readonly head: string;
}

/** Who read, exported, held or erased something: a chain of its own. */
export interface AuditActTable {
  readonly number: number;
  readonly at: number;
  /** Salted JSON of who, what and why; null when its retention is over. The body keeps its hash. */
  readonly details: string | null;
  /** Whose story was read, for those who ask who read theirs; null for every other act. */
  readonly ticket: string | null;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** A chain of its own: each anchor fixes the heads that changed since the one before. */
export interface AnchorTable {
  readonly number: number;
  readonly at: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
  readonly posted_at: number | null;
}

/** The leaves of an anchor's Merkle tree, in the order of their positions. */
export interface AnchoredHeadTable {
  readonly ticket: string;
  readonly version: number;
  readonly head: string;
  readonly anchor: number;
  readonly position: number;
}

/** The key of a ticket, or of one act, wrapped by the master key. Without its row, no text on it can be read again. */
export interface TicketKeyTable {
  readonly ticket: string;
  readonly id: string;
  readonly wrapped: string;
}

/** Which act says that a key was destroyed: found by whoever had it. The act is the proof, and this only leads there. */
export interface DestroyedKeyTable {
  /** A person's id, a ticket's, or the name of an act's key. */
  readonly owner: string;
  readonly key: string;
  readonly act: number;
}

export interface ScheduleTable {
  readonly name: string;
  readonly cron: string;
  readonly due_at: number;
  readonly retry_at: Generated<number>;
  readonly tries: Generated<number>;
  readonly lease_by: string | null;
  readonly lease_until: Generated<number>;
  readonly done_at: number | null;
}
