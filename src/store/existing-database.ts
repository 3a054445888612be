import { existsSync, statSync } from "node:fs";
import type { StoreConfig } from "./open-store.ts";

/**
 * Why there is nothing to read here, as a mistake in the configuration; null when there may be. Opening a file that is
 * not there, or an empty one, would make a database, and whoever only reads would get an empty answer for a true one.
 */
export function whyNoDatabase({
  databaseUrl,
  file,
}: {
  readonly databaseUrl?: StoreConfig["databaseUrl"] | undefined;
  readonly file?: StoreConfig["file"] | undefined;
}): string | null {
  if (databaseUrl !== undefined || file === undefined) return null;
  if (!existsSync(file))
    return `DATABASE_FILE: there is no database at ${file}. Name the one that Beckon uses`;
  if (statSync(file).size > 0) return null;
  return `DATABASE_FILE: ${file} is empty, and no database. Name the one that Beckon uses`;
}
