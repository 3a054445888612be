import type { Log } from "../../telemetry/log.ts";
import type { StoreDialect, StorePlace } from "./dialect.ts";
import { postgres } from "./postgres.ts";
import { sqlite } from "./sqlite.ts";

/** A connection that reads, on a thread of its own. */
export const dialectToRead = (place: StorePlace, log: Log): StoreDialect =>
  "file" in place
    ? sqlite(place.file, { isReadOnly: true })
    : postgres(place.databaseUrl, log, { poolSize: 1 });
