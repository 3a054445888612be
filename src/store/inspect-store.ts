import type { AddressBook } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import { silentLog } from "../telemetry/log.ts";
import { type TablesState, tablesState } from "./database/migrations.ts";
import { createAddressBook } from "./delivery/address-book.ts";
import { openWithMasterKey } from "./events/master-keys.ts";
import { connectToRead, type StoreConfig, whyNoDatabase } from "./open-store.ts";

/** What the doctor sees of a store, without changing it. */
export interface StoreState {
  readonly engine: "sqlite" | "postgres";
  /** Why it cannot be used, as a sentence; null when it can. */
  readonly fault: string | null;
  readonly tables: TablesState | null;
  /** Why the master key or the profile does not fit; null when they do, or when there are no tables. */
  readonly keyFault: string | null;
}

export interface InspectedStore extends StoreState {
  /** Null while the store cannot be used. */
  readonly addresses: Pick<AddressBook, "contact" | "channel"> | null;
  close(): Promise<void>;
}

const CLOSED = { addresses: null, close: async () => {} } as const;

/** Never writes: a database that is not there is not created. */
export async function inspectStore(config: StoreConfig, clock: Clock): Promise<InspectedStore> {
  const engine = config.databaseUrl === undefined ? "sqlite" : "postgres";
  // The first start makes it.
  if (whyNoDatabase(config) !== null)
    return { engine, fault: null, tables: "none", keyFault: null, ...CLOSED };
  const database = connectToRead(config, silentLog);
  const close = () => database.close();
  try {
    const tables = await tablesState(database);
    const isUsable = tables === "current";
    const keyFault = isUsable
      ? await faultOf(openWithMasterKey(database, config.masterKey, config.formerMasterKey))
      : null;
    const addresses = isUsable ? createAddressBook(database, clock) : null;
    return { engine, fault: null, tables, keyFault, addresses, close };
  } catch (error) {
    await close();
    if (!(error instanceof StoreUnavailable)) throw error;
    const fault = error.message;
    return { engine, fault, tables: null, keyFault: null, ...CLOSED };
  }
}

const faultOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
