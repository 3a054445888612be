import { type Kysely, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from "kysely/migration";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Database } from "./database.ts";
import { insistOnProfile, PROFILE_SETTING, type StoreProfile } from "./profile.ts";
import type { Schema } from "./schema.ts";

/** The greatest integer that is exact in JavaScript: a moment that never comes. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** By name, in the order of the names. A released migration is never changed: a new one is added. */
export const migrations = (dialect: StoreDialect, profile: StoreProfile): Record<string, Migration> => ({
  "0001-tables": {
    async up(db: Kysely<Schema>) {
      for (const statement of tables(dialect)) await sql.raw(statement).execute(db);
      await db.insertInto("settings").values({ name: PROFILE_SETTING, value: profile }).execute();
      await dialect.words.create(db);
    },
  },
  "0002-sessions-by-ticket": {
    async up(db: Kysely<Schema>) {
      for (const statement of sessionsByTicket) await sql.raw(statement).execute(db);
      await dialect.words.addBlocks(db);
    },
  },
});

/**
 * Brings the tables up to date, as one transaction, unless another profile created them. Several processes may start at once: the first does it and the
 * others wait, on SQLite for the write lock and on PostgreSQL for an advisory lock.
 */
export async function migrate(database: Database, profile: StoreProfile): Promise<readonly string[]> {
  return await database.query(async (db) => {
    if ((await tablesIn(db, database.dialect)) === "ahead") throw new Error(TABLES_AHEAD);
    const provider = { getMigrations: async () => migrations(database.dialect, profile) };
    const migrator = new Migrator({ db, provider });
    const isThere = (await migrator.getMigrations()).some(({ executedAt }) => executedAt !== undefined);
    if (isThere) await insistOnProfile(db, profile);
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    // Another process may have created them meanwhile.
    await insistOnProfile(db, profile);
    return results.map(({ migrationName }) => migrationName);
  });
}

/** `current` is what this Beckon knows; `behind` lacks some of it, `ahead` has what it does not know, `none` has nothing. */
export type TablesState = "current" | "behind" | "ahead" | "none";

export const TABLES_AHEAD =
  "This database was brought up to date by a newer Beckon, and this one does not know its tables. Start the newer version, or restore the backup from before the update.";
export const TABLES_BEHIND =
  "The tables of this database are older than this Beckon, and reading does not change them. Start this Beckon once, or read with the version that wrote them.";
export const TABLES_NONE = "There are no tables of Beckon in this database. Name the one that Beckon uses.";

export const tablesState = (database: Database): Promise<TablesState> =>
  database.query((db) => tablesIn(db, database.dialect));

async function tablesIn(db: Kysely<Schema>, dialect: StoreDialect): Promise<TablesState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return "none";
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  const known = Object.keys(migrations(dialect, "production"));
  const made = rows.map(({ name }) => name);
  if (made.length === 0) return "none";
  if (made.some((name) => !known.includes(name))) return "ahead";
  return made.length < known.length ? "behind" : "current";
}

const sessionsTable = (name: string, key: string): string => `create table ${name} (
    ticket text not null, ticket_number integer not null, session integer not null, sharer text not null,
    helper text not null, device text not null, device_name text not null, device_model text not null,
    asked_at bigint not null, started_at bigint, ended_at bigint, cause text, levels text not null,
    primary key (${key}))`;

const sessionsIndexes: readonly string[] = [
  ...["sharer", "helper", "device"].map(
    (by) => `create index sessions_by_${by} on sessions (${by}, asked_at, ticket_number, session)`,
  ),
  "create index sessions_by_moment on sessions (asked_at)",
];

/** Sessions are read by the range of their tickets; with the number as key, each page of `verify` scanned all of them. */
const sessionsByTicket: readonly string[] = [
  sessionsTable("sessions_by_ticket", "ticket, session"),
  "insert into sessions_by_ticket select * from sessions",
  "drop table sessions",
  "alter table sessions_by_ticket rename to sessions",
  ...sessionsIndexes,
];

/** The columns are described in `schema.ts`. Both engines understand these statements. */
const tables = ({ greatest }: StoreDialect): readonly string[] => [
  // The event store
  `create table events (
    ticket text not null, version integer not null, at bigint not null, body text not null,
    prev_hash text not null, hash text not null, primary key (ticket, version))`,
  // Reports count everything but the checks of live sessions, which are most of the events.
  `create index events_told on events (at) where body not like '%"type":"SessionVerified"%'`,
  // Personal texts are sealed, so no body holds these words by chance.
  `create index events_denied on events (at) where body like '%"type":"EligibilityDenied"%'`,
  "create table presses (press text primary key not null, ticket text not null, at bigint not null, mac text not null)",
  "create table counters (name text primary key not null, value integer not null, mac text not null)",
  "create table settings (name text primary key not null, value text not null)",
  "create table person_keys (person text primary key not null, id text not null, wrapped text not null)",
  "create table ticket_keys (ticket text primary key not null, id text not null, wrapped text not null)",

  `create table messages (
    ticket text not null, version integer not null, source text unique, at bigint not null, body text not null,
    prev_hash text not null, hash text not null, primary key (ticket, version))`,
  `create table message_files (
    ticket text not null, version integer not null, part integer not null, about text not null,
    sealed text not null, primary key (ticket, version, part))`,
  "create index message_files_about on message_files (about)",

  // Projections; the engine creates `ticket_words` in its own way
  `create table tickets (
    id text primary key not null, number integer not null, status text not null, urgency text not null,
    sharer text not null, opened_by text,
    helper text, device text, session_state text, session_device text, session_helper text,
    subject text not null, subject_about text not null, opened_at bigint not null, changed_at bigint not null,
    version integer not null, head text not null, head_mac text not null, anchored integer not null default 0,
    cards_version integer not null default 0, redraw_wanted integer not null default 0,
    next_deadline bigint, deadline_retry_at bigint not null default 0, deadline_tries integer not null default 0,
    next_check bigint, check_retry_at bigint not null default 0, check_tries integer not null default 0,
    answer_due bigint,
    lease_by text, lease_until bigint not null default 0, retry_at bigint not null default 0,
    tries integer not null default 0,
    due_at bigint generated always as (case when cards_version < version
      then ${greatest}(lease_until, retry_at) else ${NEVER} end) stored)`,
  "create index tickets_not_anchored on tickets (id) where anchored < version",
  "create unique index tickets_by_number on tickets (number)",
  "create index tickets_by_sharer on tickets (sharer, number)",
  "create index tickets_by_opener on tickets (opened_by) where opened_by is not null",
  "create index tickets_by_helper on tickets (helper, number) where helper is not null",
  "create index tickets_in_session on tickets (session_helper, number) where session_helper is not null",
  "create index tickets_by_subject_about on tickets (subject_about)",
  "create index tickets_by_opening on tickets (opened_at)",
  "create index tickets_in_queue on tickets (opened_at) where status in ('open', 'claimed')",
  "create index tickets_by_answer on tickets (answer_due) where answer_due is not null",
  "create index tickets_due on tickets (due_at, changed_at)",
  ...["deadline", "check"].map(
    (what) => `create index tickets_by_${what} on tickets
      ((case when ${what}_retry_at > next_${what} then ${what}_retry_at else next_${what} end))
      where next_${what} is not null`,
  ),
  "create table device_holds (device text primary key not null, ticket text not null)",
  `create table ask_locks (
    helper text not null, sharer text not null, ticket text not null, primary key (helper, sharer))`,
  "create index ask_locks_by_ticket on ask_locks (ticket)",
  "create table people (person text primary key not null, name text not null, named_at bigint not null)",
  sessionsTable("sessions", "ticket_number, session"),
  ...sessionsIndexes,

  // Evidence
  `create table chain_heads (
    name text primary key not null, version integer not null, head text not null, mac text not null)`,
  `create table audit_acts (
    number integer primary key not null, at bigint not null, details text, ticket text,
    body text not null, prev_hash text not null, hash text not null)`,
  "create index audit_acts_by_ticket on audit_acts (ticket, number) where ticket is not null",
  `create table anchors (
    number integer primary key not null, at bigint not null, body text not null,
    prev_hash text not null, hash text not null, posted_at bigint)`,
  `create table anchored_heads (
    ticket text not null, version integer not null, head text not null, anchor integer not null,
    position integer not null, primary key (ticket, version))`,
  "create unique index anchored_heads_by_anchor on anchored_heads (anchor, position)",
  `create table destroyed_keys (
    owner text not null, key text not null, act integer not null, primary key (owner, key))`,
  "create index destroyed_keys_by_act on destroyed_keys (act)",
  `create table incidents (
    id text primary key not null, act integer not null, person text not null, at bigint not null,
    is_due integer not null)`,
  "create index incidents_by_person on incidents (person)",
  "create index incidents_due on incidents (act) where is_due = 1",

  // Delivery
  `create table posted_surfaces (
    ticket text not null, key text not null, service_url text not null, conversation_id text not null,
    tenant_id text not null, activity_id text, hash text not null, posted_at bigint not null,
    doubt_until bigint, wanted_anew integer not null default 0, sends integer not null default 0,
    primary key (ticket, key))`,
  "create index posted_surfaces_by_message on posted_surfaces (conversation_id, activity_id)",
  "create table waiting_for (person text not null, ticket text not null, primary key (person, ticket))",
  `create table summary_gaps (
    ticket text not null, summary text not null, gap text not null, primary key (ticket, summary))`,
  `create table contacts (
    person text primary key not null, time_zone text, locale text, language text,
    quiet integer not null default 0, service_url text, conversation_id text, tenant_id text, blocked text, seen_at bigint not null)`,
  `create table channels (
    conversation_id text primary key not null, service_url text not null, tenant_id text not null,
    seen_at bigint not null)`,
  "create index contacts_by_chat on contacts (conversation_id)",
  `create table schedules (
    name text primary key not null, cron text not null, due_at bigint not null,
    retry_at bigint not null default 0, tries integer not null default 0,
    lease_by text, lease_until bigint not null default 0, done_at bigint)`,
  `create table sent_reports (
    report text not null, recipient text not null, period text not null, claimed_at bigint not null,
    primary key (report, recipient, period))`,
  "create table workers (worker text primary key not null, live_until bigint not null)",
  "create table pauses (key text primary key not null, paused_until bigint not null)",
  `create table probes (
    person text not null, hour integer not null, times integer not null, last_at bigint not null,
    primary key (person, hour))`,
];
