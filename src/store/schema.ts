import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { EvidenceSchema } from "./evidence/evidence-schema.ts";
import type { ReportSchema } from "./reports/report-schema.ts";
import type { SearchSchema } from "./search/search-schema.ts";

/** The tables, as both engines hold them. Moments are epoch milliseconds; null is null, never zero. */
export interface Schema extends EvidenceSchema, SearchSchema, ReportSchema {
  readonly events: EventTable;
  readonly presses: PressTable;
  readonly tickets: TicketTable;
  readonly device_holds: DeviceHoldTable;
  readonly posted_surfaces: PostedSurfaceTable;
  readonly waiting_for: WaitingForTable;
  readonly summary_gaps: SummaryGapTable;
  readonly person_keys: PersonKeyTable;
  readonly contacts: ContactTable;
  readonly channels: ChannelTable;
  readonly counters: CounterTable;
  readonly settings: SettingTable;
  readonly workers: WorkerTable;
  readonly pauses: PauseTable;
}

/** The trail: appended to, never changed. */
export interface EventTable {
  readonly ticket: string;
  readonly version: number;
  readonly at: number;
  /** Canonical JSON of the event with its personal texts sealed: exactly the text that the hash covers. */
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Which press was applied to which ticket, so that a repeated delivery is applied once. */
export interface PressTable {
  readonly press: string;
  readonly ticket: string;
  readonly at: number;
}

/** What a ticket has become, for questions over many tickets, and what is due for it. Drawn from its events. */
export interface TicketTable {
  readonly id: string;
  readonly number: number;
  readonly status: "open" | "claimed" | "resolved" | "withdrawn";
  readonly sharer: string;
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
  /** Hash of the newest event: a tail that was cut off shows. */
  readonly head: string;
  /** The version that the posted cards are true for. */
  readonly cards_version: Generated<number>;
  /** 1 when a card was pressed away while a worker was busy with the ticket: its settling must not hide that. */
  readonly redraw_wanted: Generated<number>;
  readonly next_deadline: number | null;
  /** Until then a deadline that failed is not tried again. */
  readonly deadline_retry_at: Generated<number>;
  readonly deadline_tries: Generated<number>;
  readonly next_check: number | null;
  /** Until then whoever began the check is given time to record it. */
  readonly check_retry_at: Generated<number>;
  readonly check_tries: Generated<number>;
  readonly lease_by: ColumnType<string | null, never, string | null>;
  /** 0 when nobody has ever leased it, or gave it back. */
  readonly lease_until: Generated<number>;
  readonly retry_at: Generated<number>;
  readonly tries: Generated<number>;
  /** From when on a worker should look at its cards; computed from the columns above. */
  readonly due_at: GeneratedAlways<number>;
}

/** A row for every device in a session, asked or live: one session per device, whoever asks. */
export interface DeviceHoldTable {
  readonly device: string;
  readonly ticket: string;
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
  /** 1 when somebody wants this card in a new message. */
  readonly wanted_anew: Generated<number>;
  /** How many sends of it were begun. */
  readonly sends: Generated<number>;
}

/** Summaries of sessions that did not reach their manager, by the key of their surface. */
export interface SummaryGapTable {
  readonly ticket: string;
  readonly summary: string;
  readonly gap: "waits" | "went-to-channel";
}

/** Tickets with a card for somebody who cannot be reached; the rows go when the person is heard from. */
export interface WaitingForTable {
  readonly person: string;
  readonly ticket: string;
}

/** A person's key, wrapped by the master key. Without its row, whatever it sealed can never be read again. */
export interface PersonKeyTable {
  readonly person: string;
  readonly id: string;
  readonly wrapped: string;
}

export interface ContactTable {
  readonly person: string;
  readonly time_zone: string | null;
  readonly locale: string | null;
  readonly language: string | null;
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

export interface CounterTable {
  readonly name: string;
  readonly value: number;
}

export interface SettingTable {
  readonly name: string;
  readonly value: string;
}
