import { type Kysely, sql } from "kysely";
import type { IntegrityFault, NumberRange } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { FIRST } from "../events/read-stream.ts";

/** More gaps are not listed. */
const MOST_TOLD = 100;

/**
 * Ticket numbers that no ticket has. A request that could not be stored leaves such a gap, so it is no fault by itself; a
 * ticket that was removed completely leaves nothing else.
 */
export async function checkNumbers(
  database: Database,
  found: (broken: IntegrityFault) => void,
): Promise<readonly NumberRange[]> {
  // In this order: a request in between has its number counted before it has a row.
  const gaps = await database.query(gapsIn);
  const newest = await database.query(newestNumber);
  const last = await database.query(lastGiven);
  if (newest > last) found({ in: "counter", next: last + 1, newest });
  return last > newest ? [...gaps, [newest + 1, last]] : gaps;
}

/** Sets the counter to the newest ticket. @returns whether it was behind. */
export async function repairCounter(database: Database): Promise<boolean> {
  return await database.transaction(async (tx) => {
    const [newest, last] = [await newestNumber(tx), await lastGiven(tx)];
    if (newest <= last) return false;
    await tx
      .insertInto("counters")
      .values({ name: "ticket", value: newest })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: newest }))
      .execute();
    return true;
  });
}

async function gapsIn(db: Kysely<Schema>): Promise<NumberRange[]> {
  const { rows } = await sql<{ number: number; before: number }>`
    select number, before from (
      select number, lag(number, 1, ${sql.lit(FIRST - 1)}) over (order by number) as before from tickets
    ) as pairs where number - before > 1 order by number limit ${MOST_TOLD}`.execute(db);
  return rows.map(({ number, before }) => [before + 1, number - 1]);
}

async function newestNumber(db: Kysely<Schema>): Promise<number> {
  const row = await db
    .selectFrom("tickets")
    .select((select) => select.fn.max("number").as("number"))
    .executeTakeFirst();
  return row?.number ?? FIRST - 1;
}

async function lastGiven(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom("counters").select("value").where("name", "=", "ticket").executeTakeFirst();
  return row?.value ?? FIRST - 1;
}
