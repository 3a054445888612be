import { randomBytes } from "node:crypto";
import { afterEach, beforeEach } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import type { StoreDialect } from "../../src/store/engines/dialect.ts";
import { openStore, type Store, type StoreConfig } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { T0 } from "../support/tickets.ts";

/** An empty database, and ways to come to it. Everything that was opened is closed by `leave`. */
export interface Place {
  readonly config: StoreConfig;
  /** Another store on the same database, as another process would have. */
  open(clock?: Clock): Promise<Store>;
  /** The same database behind the store's back. */
  database(): Database;
  leave(): Promise<void>;
}

/** Each test calls it for a database of its own. */
export type FindPlace = () => Promise<Place>;

/** A fresh database with a store on it, for each test. */
export interface Here {
  /** For a second, empty database. */
  readonly find: FindPlace;
  readonly place: Place;
  readonly store: Store;
  /** The same database behind the store's back. */
  readonly database: Database;
}

/** The set-up of every contract: what is opened is closed after each test. */
export function withStore(find: FindPlace): Here {
  let [place, store, database] = [
    null as unknown as Place,
    null as unknown as Store,
    null as Database | null,
  ];
  beforeEach(async () => {
    place = await find();
    store = await place.open();
    database = null;
  });
  afterEach(() => place.leave());
  return {
    find,
    get place() {
      return place;
    },
    get store() {
      return store;
    },
    get database() {
      database ??= place.database();
      return database;
    },
  };
}

export const atT0: Clock = { now: () => T0 };

export function placeAt(where: Omit<StoreConfig, "masterKey">, dialect: () => StoreDialect): Place {
  const opened: { close(): Promise<void> }[] = [];
  const config: StoreConfig = { ...where, masterKey: randomBytes(32) };
  return {
    config,
    async open(clock = atT0) {
      const store = await openStore(config, { clock, log: silentLog });
      opened.push(store);
      return store;
    },
    database() {
      const database = connect(dialect());
      opened.push(database);
      return database;
    },
    async leave() {
      await Promise.all(opened.splice(0).map((each) => each.close()));
    },
  };
}
