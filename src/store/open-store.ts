import { existsSync, statSync } from "node:fs";
import type { AddressBook } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { Evidence } from "../ports/evidence.ts";
import type { IncidentStore } from "../ports/incident-store.ts";
import type {
  ProbeCounter,
  ProbeQueries,
  ReportLog,
  ReportQueries,
  ReviewQueries,
} from "../ports/report-queries.ts";
import type { ScheduleStore } from "../ports/schedule-store.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { TicketSearch } from "../ports/ticket-search.ts";
import type { TicketQueries, TicketStore } from "../ports/ticket-store.ts";
import type { VitalSigns } from "../ports/vital-signs.ts";
import type { Log } from "../telemetry/log.ts";
import { connect, type Database } from "./database/database.ts";
import { migrate } from "./database/migrations.ts";
import type { StoreProfile } from "./database/profile.ts";
import { createAddressBook } from "./delivery/address-book.ts";
import { createDeliveryStore } from "./delivery/delivery-store.ts";
import { createScheduleStore } from "./delivery/schedule-store.ts";
import { postgres } from "./engines/postgres.ts";
import { sqlite } from "./engines/sqlite.ts";
import { createKeyring, useMasterKey } from "./events/keyring.ts";
import { createEvidence } from "./evidence/evidence.ts";
import { createIncidentStore } from "./evidence/incidents.ts";
import { watchForOthers } from "./other-processes.ts";
import { resumeProjections } from "./projections/complete.ts";
import { createProbes } from "./reports/probes.ts";
import { createReportQueries } from "./reports/report-queries.ts";
import { createReviewQueries } from "./reports/review-queries.ts";
import { readVitalSigns } from "./reports/vital-signs.ts";
import { diaryOf } from "./search/diary.ts";
import { searchTickets } from "./search/search-tickets.ts";
import { createThreadStore } from "./threads/thread-store.ts";
import { createTicketQueries, createTicketStore } from "./tickets/ticket-store.ts";
import { whatsAmiss } from "./whats-amiss.ts";

export interface StoreConfig {
  /** A PostgreSQL server; without it, the file is used. */
  readonly databaseUrl?: string;
  /** An SQLite file; it is created when there is none. `:memory:` keeps nothing. */
  readonly file?: string;
  /** 32 bytes that wrap every other key. Without it, no name or text in the store can be read. */
  readonly masterKey: Buffer;
  /** Of this process; production unless it is said. */
  readonly profile?: StoreProfile;
}

export interface Store
  extends TicketStore,
    ThreadStore,
    TicketQueries,
    TicketSearch,
    DeliveryStore,
    AddressBook,
    ScheduleStore,
    ReviewQueries,
    ReportQueries,
    ReportLog,
    IncidentStore,
    ProbeCounter,
    ProbeQueries {
  /** What auditors and administrators ask of the store. */
  readonly evidence: Evidence;
  /** Of all processes, at that moment. @throws {StoreUnavailable} */
  vitalSigns(at: number): Promise<VitalSigns>;
  /** What keeps the store from working; null when nothing does. */
  whatsAmiss(): Promise<"database" | "migrations" | null>;
  /** What the clock of the engine says, epoch milliseconds. @throws {StoreUnavailable} */
  time(): Promise<number>;
  close(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
}

const DEFAULT_FILE = "data/beckon.sqlite";

/**
 * Connects, brings the tables up to date and tries the master key.
 * @throws {StoreUnavailable} when the file or the server cannot be used. @throws when it is another profile's.
 */
export async function openStore(config: StoreConfig, deps: Deps): Promise<Store> {
  const { databaseUrl, file = DEFAULT_FILE } = config;
  const dialect = databaseUrl === undefined ? sqlite(file) : postgres(databaseUrl, deps.log);
  return await openStoreOn(connect(dialect), config.masterKey, deps, config.profile);
}

/** The store on a connection that is there already, which it then owns. */
export async function openStoreOn(
  database: Database,
  masterKey: Buffer,
  { clock, log }: Deps,
  profile: StoreProfile = "production",
): Promise<Store> {
  try {
    const migrated = await migrate(database, profile);
    const keyring = createKeyring(database, await useMasterKey(database, masterKey));
    const drawn = await resumeProjections(database, keyring);
    log.info("store.opened", { engine: database.dialect.name, migrated: migrated.join(" "), drawn });
    const stopWatching = watchForOthers(database, log);
    return {
      ...createTicketStore(database, keyring),
      ...createThreadStore(database, keyring),
      ...createTicketQueries(database),
      search: (query) => searchTickets(database, query),
      diaryOf: (sharer, page) => diaryOf(database, sharer, page),
      ...createDeliveryStore(database),
      ...createAddressBook(database, clock),
      ...createScheduleStore(database),
      ...createReviewQueries(database),
      ...createReportQueries(database),
      ...createProbes(database),
      ...createIncidentStore(database, keyring, clock),
      evidence: createEvidence(database, keyring, clock),
      vitalSigns: (at) => readVitalSigns(database, at),
      whatsAmiss: () => whatsAmiss(database),
      async time() {
        const { now } = database.dialect;
        const row = await database.query((db) => db.selectNoFrom(now.as("now")).executeTakeFirstOrThrow());
        return row.now;
      },
      async close() {
        stopWatching();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Where {
  readonly databaseUrl?: string | undefined;
  readonly file?: string | undefined;
}

/**
 * For commands that only read: why there is no database, as a mistake in the configuration; null when there may be one.
 * Opening a missing or empty file would create a database and give an empty answer.
 */
export function whyNoDatabase({ databaseUrl, file }: Where): string | null {
  if (databaseUrl !== undefined || file === undefined) return null;
  if (!existsSync(file))
    return `DATABASE_FILE: there is no database at ${file}. Name the one that Beckon uses`;
  if (statSync(file).size > 0) return null;
  return `DATABASE_FILE: ${file} is empty, and no database. Name the one that Beckon uses`;
}
