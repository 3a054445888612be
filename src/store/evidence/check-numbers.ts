import { type Kysely, sql } from "kysely";
import type { Anchor, IntegrityFault, NumberRange } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { type CounterName, counterRow, FIRST, readCounter } from "../events/counters.ts";
import type { Signer } from "../events/signer.ts";
import { parseAnchor } from "./anchors.ts";

/** More gaps are not listed. */
const MOST_TOLD = 100;

/**
 * Ticket numbers that no ticket has. A request that could not be stored leaves such a gap, so it is no fault by itself; a
 * ticket that was removed completely leaves nothing else.
 */
export async function checkNumbers(
  database: Database,
  signer: Signer,
  anchors: readonly Anchor[],
  found: (broken: IntegrityFault) => void,
): Promise<readonly NumberRange[]> {
  // In this order: a request in between has its number counted before it has a row.
  const gaps = await database.query(gapsIn);
  const newest = await database.query(newestNumber);
  const anchored = countsIn(anchors);
  const [given, opened] = await database.query(async (db) => [
    await readCounter(db, signer, "ticket"),
    await readCounter(db, signer, "opened"),
  ]);
  const last = given.value;
  if (newest > last) found({ in: "counter", next: last + 1, newest });
  const isEdited = !given.isSigned || !opened.isSigned;
  if (isEdited || last < anchored.ticket || opened.value < anchored.opened)
    found({ in: "counters", how: isEdited ? "edited" : "rolled-back" });
  return last > newest ? [...gaps, [newest + 1, last]] : gaps;
}

/** The greatest counts that the anchors fixed. */
function countsIn(anchors: readonly Anchor[]): Readonly<Record<CounterName, number>> {
  let [ticket, opened] = [FIRST - 1, 0];
  for (const { body } of anchors) {
    const { counted } = parseAnchor(body);
    ticket = Math.max(ticket, counted?.ticket ?? 0);
    opened = Math.max(opened, counted?.opened ?? 0);
  }
  return { ticket, opened };
}

/** Sets counters that were edited to what the tickets and the anchors say. @returns whether one was. */
export async function repairCounters(
  database: Database,
  signer: Signer,
  anchors: readonly Anchor[],
): Promise<boolean> {
  const anchored = countsIn(anchors);
  return await database.transaction(async (tx) => {
    const least = {
      ticket: Math.max(await newestNumber(tx), anchored.ticket),
      opened: Math.max(await storedTickets(tx), anchored.opened),
    };
    let isRepaired = false;
    for (const name of ["ticket", "opened"] as const) {
      const { value, isSigned } = await readCounter(tx, signer, name);
      if (isSigned && value >= least[name]) continue;
      const row = counterRow(signer, name, name === "ticket" ? Math.max(value, least.ticket) : least.opened);
      await tx
        .insertInto("counters")
        .values(row)
        .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
        .execute();
      isRepaired = true;
    }
    return isRepaired;
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

async function storedTickets(db: Kysely<Schema>): Promise<number> {
  const { stored } = await db
    .selectFrom("tickets")
    .select(({ fn }) => fn.countAll<number>().as("stored"))
    .executeTakeFirstOrThrow();
  return Number(stored);
}
