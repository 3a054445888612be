import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { EventStoreSchema } from "./event-schema.ts";

/** The tables, as both engines hold them. Moments are epoch milliseconds; null is null, never zero. */
export interface Schema extends EventStoreSchema, ProjectionSchema, EvidenceSchema, DeliverySchema {}

/** Derived from the events of tickets; `projections/` writes, verifies, rebuilds and erases them. The engine adds `ticket_words`. */
export interface ProjectionSchema {
  readonly tickets: TicketTable;
  readonly device_holds: DeviceHoldTable;
  readonly ask_locks: AskLockTable;
  readonly people: PersonTable;
  readonly sessions: SessionTable;
}

/** A ticket's state, for questions over many tickets, and when a worker has to attend to it. */
export interface TicketTable {
  readonly id: string;
  readonly number: number;
  readonly status: "open" | "claimed" | "resolved" | "withdrawn";
  readonly urgency: "low" | "normal" | "urgent";
  readonly sharer: string;
  /** Who opened it for them; null when they did. */
  readonly opened_by: string | null;
  /** Who holds the claim. */
  readonly helper: string | null;
  readonly device: string | null;
  readonly session_state: "asked" | "live" | null;
  readonly session_device: string | null;
  readonly session_helper: string | null;
  /** Plain text; emptied when the person it is about is erased. */
  readonly subject: string;
  readonly subject_about: string;
  readonly opened_at: number;
  readonly changed_at: number;
  readonly version: number;
  /** Hash of the newest event, so that a truncated stream is detected. */
  readonly head: string;
  /** The code over id, version and head: without the master key nobody can make one. */
  readonly head_mac: string;
  /** The newest version that an anchor covers. */
  readonly anchored: Generated<number>;
  /** The version that the posted cards are up to date with. */
  readonly cards_version: Generated<number>;
  /** 1 when a redraw was requested while a worker held the lease: settling must not hide that. */
  readonly redraw_wanted: Generated<number>;
  readonly next_deadline: number | null;
  /** A deadline that failed is not tried again before this moment. */
  readonly deadline_retry_at: Generated<number>;
  readonly deadline_tries: Generated<number>;
  readonly next_check: number | null;
  /** Until then the check is leased to the worker that began it. */
  readonly check_retry_at: Generated<number>;
  readonly check_tries: Generated<number>;
  /** When the conversation is looked at for an answer of the holder; a message that comes meanwhile changes it. */
  readonly answer_due: ColumnType<number | null, never, number | null>;
  readonly lease_by: ColumnType<string | null, never, string | null>;
  /** 0 when the ticket is not leased. */
  readonly lease_until: Generated<number>;
  readonly retry_at: Generated<number>;
  readonly tries: Generated<number>;
  /** When a worker should reconcile its cards; computed from the columns above. */
  readonly due_at: GeneratedAlways<number>;
}

/** Device locks: a row for every device in a session, asked or live. One session per device. */
/** One open question per helper and person. */
export interface AskLockTable {
  readonly helper: string;
  readonly sharer: string;
  readonly ticket: string;
}

export interface DeviceHoldTable {
  readonly device: string;
  readonly ticket: string;
}

/** Names in plain text; a row is deleted when its person is erased. */
export interface PersonTable {
  readonly person: string;
  readonly name: string;
  /** When an event last gave this name, within a day; retention deletes names that only old tickets hold. */
  readonly named_at: number;
}

/** Every session that was ever asked for. */
export interface SessionTable {
  readonly ticket: string;
  readonly ticket_number: number;
  readonly session: number;
  readonly sharer: string;
  readonly helper: string;
  readonly device: string;
  /** Emptied when the sharer is erased: it often holds a name. */
  readonly device_name: string;
  readonly device_model: string;
  readonly asked_at: number;
  /** The first consent; null when there was none. */
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly cause: string | null;
  /** JSON: the spans of the session's account. */
  readonly levels: string;
}

/** What makes the event store evidence. */
export interface EvidenceSchema {
  readonly chain_heads: ChainHeadTable;
  readonly audit_acts: AuditEntryTable;
  readonly anchors: AnchorTable;
  readonly anchored_heads: AnchoredHeadTable;
  readonly destroyed_keys: DestroyedKeyTable;
  readonly incidents: IncidentTable;
}

/** The ends of the hash chains of audit entries, anchors and conversations, so that a truncated chain is detected. */
export interface ChainHeadTable {
  readonly name: "anchors" | "acts" | `thread ${string}`;
  readonly version: number;
  readonly head: string;
  readonly mac: string;
}

/** The audit log: who read, exported, held or erased something. A hash chain of its own. */
export interface AuditEntryTable {
  readonly number: number;
  readonly at: number;
  /** Salted JSON of who, what and why; null when its retention is over. The body keeps its hash. */
  readonly details: string | null;
  /** The ticket whose story was read; null for every other entry. */
  readonly ticket: string | null;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Daily Merkle roots over the stream heads that changed since the anchor before. A hash chain of its own. */
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

/** Reports about people who said that they were from the helpdesk. The audit entry is the proof, not this row. */
export interface IncidentTable {
  /** The idempotency key of the report. */
  readonly id: string;
  readonly act: number;
  readonly person: string;
  readonly at: number;
  /** 1 until somebody was told of it. */
  readonly is_due: number;
}

/** Index from destroyed keys to the audit entry that says so. The entry is the proof, not this row. */
export interface DestroyedKeyTable {
  /** A person's id, a ticket's, or the name of an audit entry's key. */
  readonly owner: string;
  readonly key: string;
  readonly act: number;
}

/** What was sent to whom and is still to be sent, and what recurs. */
export interface DeliverySchema {
  readonly posted_surfaces: PostedSurfaceTable;
  readonly waiting_for: WaitingForTable;
  readonly summary_gaps: SummaryGapTable;
  readonly contacts: ContactTable;
  readonly channels: ChannelTable;
  readonly schedules: ScheduleTable;
  readonly sent_reports: SentReportTable;
  readonly workers: WorkerTable;
  readonly pauses: PauseTable;
  /** Attempts to reach requests that do not exist for the person, by hour since 1970. */
  readonly probes: Readonly<Record<"hour" | "times" | "last_at", number>> & { readonly person: string };
}

export interface PostedSurfaceTable {
  readonly ticket: string;
  readonly key: string;
  readonly service_url: string;
  readonly conversation_id: string;
  readonly tenant_id: string;
  readonly activity_id: string | null;
  readonly hash: string;
  readonly posted_at: number;
  readonly doubt_until: number | null;
  /** 1 when a repost of this card as a new message is requested. */
  readonly wanted_anew: Generated<number>;
  /** How many sends of it were begun; the expected version of the next write. */
  readonly sends: Generated<number>;
}

/** Tickets with a card for a person who cannot be reached; deleted when the person is heard from. */
export interface WaitingForTable {
  readonly person: string;
  readonly ticket: string;
}

/** Session summaries that did not reach their manager, by the key of their card. */
export interface SummaryGapTable {
  readonly ticket: string;
  readonly summary: string;
  readonly gap: "waits" | "went-to-channel";
}

export interface ContactTable {
  readonly person: string;
  readonly time_zone: string | null;
  readonly locale: string | null;
  /** Chosen by the person; null to follow the locale of their client. */
  readonly language: string | null;
  readonly quiet: Generated<number>;
  readonly service_url: string | null;
  readonly conversation_id: string | null;
  readonly tenant_id: string | null;
  readonly blocked: string | null;
  readonly seen_at: number;
}

export interface ChannelTable {
  readonly conversation_id: string;
  readonly service_url: string;
  readonly tenant_id: string;
  readonly seen_at: number;
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

/** A row is written before its report is sent, so that no report is sent twice. */
export interface SentReportTable {
  readonly report: string;
  readonly recipient: string;
  readonly period: string;
  readonly claimed_at: number;
}

/** Heartbeats of the processes on this store. */
export interface WorkerTable {
  readonly worker: string;
  readonly live_until: number;
}

/** `Retry-After` of Teams, by conversation or tenant. */
export interface PauseTable {
  readonly key: string;
  readonly paused_until: number;
}
