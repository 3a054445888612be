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
import {
  migrate,
  TABLES_AHEAD,
  TABLES_BEHIND,
  TABLES_NONE,
  type TablesState,
  tablesState,
} from "./database/migrations.ts";
import { insistOnProfile, type StoreProfile } from "./database/profile.ts";
import { createAddressBook } from "./delivery/address-book.ts";
import { createDeliveryStore } from "./delivery/delivery-store.ts";
import { createScheduleStore } from "./delivery/schedule-store.ts";
import { insistOnOwnDisk } from "./disk-kind.ts";
import type { StoreDialect } from "./engines/dialect.ts";
import { postgres } from "./engines/postgres.ts";
import { sqlite } from "./engines/sqlite.ts";
import { createKeyring, type Keyring } from "./events/keyring.ts";
import { openWithMasterKey, useMasterKey } from "./events/master-keys.ts";
import { createEvidence } from "./evidence/evidence.ts";
import { createIncidentStore } from "./evidence/incidents.ts";
import { watchForOthers } from "./other-processes.ts";
import { areComplete, resumeProjections } from "./projections/complete.ts";
import { createProbes } from "./reports/probes.ts";
import { createReportQueries } from "./reports/report-queries.ts";
import { createReviewQueries } from "./reports/review-queries.ts";
import { readVitalSigns } from "./reports/vital-signs.ts";
import { diaryOf } from "./search/diary.ts";
import { searchTickets } from "./search/search-tickets.ts";
import { createThreadStore } from "./threads/thread-store.ts";
import { createTicketQueries } from "./tickets/ticket-queries.ts";
import { createTicketStore } from "./tickets/ticket-store.ts";
import { whatsAmiss } from "./whats-amiss.ts";

export interface StoreConfig {
  /** A PostgreSQL server; without it, the file is used. */
  readonly databaseUrl?: string;
  /** The most connections to the server; ten when it is not said. */
  readonly poolSize?: number;
  /** A token instead of the password, asked for with every new connection. */
  readonly databasePassword?: () => Promise<string>;
  /** An SQLite file; it is created when there is none. `:memory:` keeps nothing. */
  readonly file?: string;
  /** 32 bytes that wrap every other key. Without it, no name or text in the store can be read. */
  readonly masterKey: Buffer;
  /** The one before a rotation that is not done yet. */
  readonly formerMasterKey?: Buffer;
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
  if (databaseUrl === undefined && config.profile !== "playground") insistOnOwnDisk(file, deps.log);
  const dialect = dialectOf(config, deps.log);
  return await openStoreOn(connect(dialect), config, deps, config.profile);
}

/** The store on a connection that is there already, which it then owns. */
export async function openStoreOn(
  database: Database,
  key: Buffer | Pick<StoreConfig, "masterKey" | "formerMasterKey">,
  deps: Deps,
  profile: StoreProfile = "production",
): Promise<Store> {
  try {
    const migrated = await migrate(database, profile);
    const { masterKey, formerMasterKey = null } = Buffer.isBuffer(key) ? { masterKey: key } : key;
    const keyring = createKeyring(database, await useMasterKey(database, masterKey, formerMasterKey));
    const drawn = await resumeProjections(database, keyring);
    const engine = database.dialect.name;
    deps.log.info("store.opened", { engine, migrated: migrated.join(" "), drawn });
    return storeOn(database, keyring, deps, watchForOthers(database, deps.log));
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * The store for whoever only reads: a role of the server that may SELECT and nothing else, a file that may not be written.
 * Nothing is created, migrated or completed; what would write fails.
 * @throws {StoreUnavailable} when it cannot be used. @throws when its tables, profile or key are not this Beckon's.
 */
export async function openStoreToRead(config: StoreConfig, deps: Deps): Promise<Store> {
  const database = connectToRead(config, deps.log);
  try {
    const state = await tablesState(database);
    if (state !== "current") throw new Error(NOT_CURRENT[state]);
    await database.query((db) => insistOnProfile(db, config.profile ?? "production"));
    if (!(await areComplete(database))) throw new Error(INCOMPLETE);
    const keyring = createKeyring(
      database,
      await openWithMasterKey(database, config.masterKey, config.formerMasterKey),
    );
    return storeOn(database, keyring, deps);
  } catch (error) {
    await database.close();
    throw error;
  }
}

export const connectToRead = (config: StoreConfig, log: Log): Database =>
  connect(dialectOf(config, log, true));

function dialectOf(
  { databaseUrl, file = DEFAULT_FILE, poolSize, databasePassword: password }: StoreConfig,
  log: Log,
  isReadOnly = false,
): StoreDialect {
  if (databaseUrl === undefined) return sqlite(file, { isReadOnly });
  return postgres(databaseUrl, log, {
    ...(poolSize !== undefined && { poolSize }),
    ...(password !== undefined && { password }),
  });
}

const INCOMPLETE =
  "An erasure or a rebuild of this database is under way or was cut off, so what is read now would look damaged. Try again in a minute; or start Beckon, which finishes it.";

const NOT_CURRENT: Readonly<Record<Exclude<TablesState, "current">, string>> = {
  ahead: TABLES_AHEAD,
  behind: TABLES_BEHIND,
  none: TABLES_NONE,
};

function storeOn(
  database: Database,
  keyring: Keyring,
  { clock }: Deps,
  stopWatching: () => void = () => {},
): Store {
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
