import type { Log } from "../../telemetry/log.ts";
import type { StoreDialect, StorePlace } from "./dialect.ts";
import { postgres } from "./postgres.ts";
import { sqlite } from "./sqlite.ts";

/** @param isReadOnly the file may belong to somebody else; a server knows itself who may write. */
export const dialectAt = (place: StorePlace, log: Log, isReadOnly = false): StoreDialect =>
  "file" in place ? sqlite(place.file, { isReadOnly }) : postgres(place.databaseUrl, log);
