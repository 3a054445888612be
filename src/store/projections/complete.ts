import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type PersonId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import { type Database, pagesByKey, type Tx } from "../database/database.ts";
import { insertNew } from "../database/statement.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Keyring } from "../events/keyring.ts";
import { readStream } from "../events/read-stream.ts";
import { findForgery } from "../events/signer.ts";
import { projections } from "./index.ts";
import { replayStreams } from "./replay-streams.ts";
import { lockVersion } from "./tickets.ts";

const BATCH = 500;
/** Settings: present since the projections were complete for the first time. */
const COMPLETE = "search-drawn";
/** Settings: a row for everything that was erased and not completed since. */
const GAP = "search-gap:";

/**
 * Removes the plain texts on these tickets from every projection: all of them, or those about one person. Afterwards
 * `completeProjections` writes back what may stay.
 */
export async function eraseTexts(
  tx: Tx,
  dialect: StoreDialect,
  tickets: readonly TicketId[],
  about?: PersonId,
): Promise<void> {
  if (tickets.length === 0) return;
  await openGap(tx);
  for (const { erase } of projections(dialect)) await erase(tx, tickets, about);
}

/** In the transaction that removes rows: a process that dies before they are written back leaves work for the next start. */
async function openGap(tx: Tx): Promise<void> {
  const name = `${GAP}${randomUUID()}`;
  await tx.insertInto("settings").values({ name, value: "" }).execute();
}

/**
 * Rebuilds what every ticket without words is found by: after an erasure, and when a rebuild has emptied the tables. A
 * crash in between is made up for at the next start.
 *
 * @returns how many tickets were rebuilt.
 */
export async function completeProjections(database: Database, keyring: Keyring): Promise<number> {
  // What is erased from here on may be missed below, and its gap stays open.
  const gaps = await openGaps(database);
  let rebuilt = 0;
  const missing = pagesByKey(BATCH, 0, ({ number }) => number, ticketsWithoutWords(database));
  for await (const page of missing) {
    for (const { id } of page) if (await completeTicket(database, keyring, id)) rebuilt += 1;
  }
  await closeGaps(database, gaps);
  return rebuilt;
}

/** At every start: continues where a process was cut off. */
export async function resumeProjections(database: Database, keyring: Keyring): Promise<number> {
  return (await areComplete(database)) ? 0 : await completeProjections(database, keyring);
}

/** False while something that was emptied is not written back, at this moment or since a process was cut off. */
export async function areComplete(database: Database): Promise<boolean> {
  const complete = await database.query((db) =>
    db.selectFrom("settings").select("name").where("name", "=", COMPLETE).executeTakeFirst(),
  );
  return complete !== undefined && (await openGaps(database)).length === 0;
}

/** Rebuilds every projection that is not corrected in place. */
export async function rebuildCleared(database: Database, keyring: Keyring): Promise<number> {
  await database.transaction(async (tx) => {
    await openGap(tx);
    for (const { clear } of projections(database.dialect)) await clear?.(tx);
  });
  return await completeProjections(database, keyring);
}

const ticketsWithoutWords = (database: Database) => (after: number, limit: number) =>
  database.query((db) =>
    db
      .selectFrom("tickets")
      .select(["id", "number"])
      .where("number", ">", after)
      .where(
        sql<boolean>`not exists (
          select 1 from ticket_words where ${database.dialect.words.number} = tickets.number)`,
      )
      .orderBy("number")
      .limit(limit)
      .execute(),
  );

/** A stream that does not verify or cannot be replayed is left out: nothing finds it until an administrator has looked into it. */
async function completeTicket(database: Database, keyring: Keyring, id: string): Promise<boolean> {
  const ticket = ticketId(id);
  const { records, head } = await readStream(database, ticket);
  if (findForgery(keyring.signer, "ticket", ticket, records, head) !== null) return false;
  const [stream] = await replayStreams(keyring, [{ ticket, records }]);
  const replayed = stream?.replayed ?? null;
  if (replayed === null) return false;
  await database.transaction(async (tx) => {
    // A command that changed it meanwhile has written its projections.
    if (!(await lockVersion(tx, replayed.ticket))) return;
    for (const { clear, rebuild } of projections(database.dialect))
      if (clear !== null) await rebuild(tx, replayed);
  });
  return true;
}

async function openGaps(database: Database): Promise<readonly string[]> {
  const rows = await database.query((db) =>
    db.selectFrom("settings").select("name").where("name", "like", `${GAP}%`).execute(),
  );
  return rows.map(({ name }) => name);
}

async function closeGaps(database: Database, gaps: readonly string[]): Promise<void> {
  await database.transaction(async (tx) => {
    await insertNew(tx, "settings", { name: COMPLETE, value: "" });
    if (gaps.length > 0) await tx.deleteFrom("settings").where("name", "in", gaps).execute();
  });
}
