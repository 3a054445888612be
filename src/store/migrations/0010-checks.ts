import { type Kysely, type RawBuilder, sql } from "kysely";
import type { StoreDialect } from "../engines/dialect.ts";

type AnySchema = Kysely<unknown>;

const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Deadlines, checks and cards wait each for themselves: what keeps one of them from being done holds back no other.
 *
 * Until now one moment stood for the next deadline and the next check of a live session, whichever came first. It stays
 * where it is and becomes the moment of the check too: early for one of the two, late for neither. The first look puts
 * both right.
 */
export async function separateChecks(db: AnySchema, dialect: StoreDialect): Promise<void> {
  await db.schema.dropIndex("tickets_due").execute();
  await db.schema.dropIndex("tickets_by_deadline").execute();
  for (const column of ["due_at", "leased_at"]) {
    await db.schema.alterTable("tickets").dropColumn(column).execute();
  }
  await addMoments(db);
  await db.schema
    .alterTable("tickets")
    .addColumn("due_at", "bigint", (column) => {
      const computed = column.generatedAlwaysAs(cardsDueAt(dialect));
      // SQLite adds no stored columns to a table that is there already; the index keeps this one all the same.
      return dialect.name === "sqlite" ? computed : computed.stored();
    })
    .execute();
  await sql`update tickets set next_check = next_deadline where session_state = 'live'`.execute(db);
  await addIndexes(db);
}

async function addMoments(db: AnySchema): Promise<void> {
  await db.schema.alterTable("tickets").addColumn("next_check", "bigint").execute();
  for (const what of ["deadline", "check"]) {
    await db.schema
      .alterTable("tickets")
      .addColumn(`${what}_retry_at`, "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable("tickets")
      .addColumn(`${what}_tries`, "integer", (column) => column.notNull().defaultTo(0))
      .execute();
  }
}

/** From when on a worker should look at a ticket's cards, and never while it is leased. */
function cardsDueAt({ greatest }: StoreDialect): RawBuilder<unknown> {
  return sql`case when cards_version < version
    then ${sql.raw(greatest)}(lease_until, retry_at) else ${sql.lit(NEVER)} end`;
}

/** Looked for all the time, among all the tickets there ever were. */
async function addIndexes(db: AnySchema): Promise<void> {
  await db.schema.createIndex("tickets_due").on("tickets").columns(["due_at", "changed_at"]).execute();
  for (const what of ["deadline", "check"]) {
    const [next, retry] = [sql.ref(`next_${what}`), sql.ref(`${what}_retry_at`)];
    await sql`create index ${sql.ref(`tickets_by_${what}`)} on tickets
      ((case when ${retry} > ${next} then ${retry} else ${next} end)) where ${next} is not null`.execute(db);
  }
}
