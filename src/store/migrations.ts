import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";
import type { StoreDialect } from "./engines/dialect.ts";
import { createTickets } from "./migrations/0001-tickets.ts";
import { createEvidence } from "./migrations/0002-evidence.ts";
import { createDelivery } from "./migrations/0003-delivery.ts";
import { createSearch } from "./migrations/0004-search.ts";
import { indexDenials } from "./migrations/0005-denials.ts";
import { indexDeadlines } from "./migrations/0006-deadlines.ts";
import { createReports } from "./migrations/0007-reports.ts";
import { createCardsAnew } from "./migrations/0008-cards-anew.ts";
import { createReads } from "./migrations/0009-reads.ts";
import { separateChecks } from "./migrations/0010-checks.ts";
import { countSends } from "./migrations/0011-sends.ts";
import { createDestroyedKeys } from "./migrations/0012-destroyed-keys.ts";

/** By name, in the order of the names. What has been released is never changed: a new migration is added. */
export const migrations = (dialect: StoreDialect): Record<string, Migration> => ({
  "0001-tickets": { up: (db) => createTickets(db, dialect) },
  "0002-evidence": { up: createEvidence },
  "0003-delivery": { up: createDelivery },
  "0004-search": { up: (db) => createSearch(db, dialect) },
  "0005-denials": { up: indexDenials },
  "0006-deadlines": { up: indexDeadlines },
  "0007-reports": { up: createReports },
  "0008-cards-anew": { up: createCardsAnew },
  "0009-reads": { up: createReads },
  "0010-checks": { up: (db) => separateChecks(db, dialect) },
  "0011-sends": { up: countSends },
  "0012-destroyed-keys": { up: createDestroyedKeys },
});

/**
 * Brings the tables up to date, as one transaction. Several processes may start at once: the first does it and the
 * others wait, on SQLite for the write lock and on PostgreSQL for an advisory lock.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  return await database.query(async (db) => {
    const provider = { getMigrations: async () => migrations(database.dialect) };
    const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
    if (error !== undefined) throw error;
    return results.map(({ migrationName }) => migrationName);
  });
}
