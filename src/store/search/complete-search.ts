import { sql } from "kysely";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import { replay } from "../../domain/ticket/evolve.ts";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Database } from "../database.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import { openTrail, readTrail } from "../trail/read-trail.ts";
import { documentOf } from "./document.ts";
import { namingsIn } from "./namings.ts";
import { closeGaps, isComplete, openGap, openGaps } from "./search-gaps.ts";
import { sessionRows } from "./session-rows.ts";
import { writePeople, writeSessions } from "./write-search.ts";

const BATCH = 500;

/**
 * Draws from its events what every ticket is found by that has lost it or never had it: after an erasure, after an
 * upgrade, or when a whole rebuild has emptied the index. What a crash in between leaves out, the next start finishes.
 *
 * @returns how many tickets were drawn.
 */
export async function completeSearch(database: Database, keyring: Keyring): Promise<number> {
  const gaps = await openGaps(database);
  let [drawn, after, isLast] = [0, 0, false];
  while (!isLast) {
    const missing = await ticketsWithoutWords(database, after);
    for (const { id } of missing) if (await drawOne(database, keyring, ticketId(id))) drawn += 1;
    after = missing.at(-1)?.number ?? after;
    isLast = missing.length < BATCH;
  }
  await closeGaps(database, gaps);
  return drawn;
}

/** At every start: goes on where a process was cut off that was completing the index. */
export async function resumeSearch(database: Database, keyring: Keyring): Promise<number> {
  return (await isComplete(database)) ? 0 : await completeSearch(database, keyring);
}

/** Everything anew, for when the projections are doubted. */
export async function rebuildSearch(database: Database, keyring: Keyring): Promise<number> {
  await database.transaction(async (tx) => {
    await openGap(tx);
    await database.dialect.words.clear(tx);
    await tx.deleteFrom("sessions").execute();
    await tx.deleteFrom("people").execute();
  });
  return await completeSearch(database, keyring);
}

const ticketsWithoutWords = (database: Database, after: number) =>
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
      .limit(BATCH)
      .execute(),
  );

async function drawOne(database: Database, keyring: Keyring, id: TicketId): Promise<boolean> {
  const retold = await retell(database, keyring, id);
  if (retold === null) return false;
  const { ticket, events } = retold;
  await database.transaction(async (tx) => {
    const row = await tx.selectFrom("tickets").select("version").where("id", "=", id).executeTakeFirst();
    // Somebody pressed in the meantime, and has drawn it with that.
    if (row?.version !== ticket.version) return;
    await database.dialect.words.write(tx, numberOf(id), documentOf(ticket));
    await writePeople(tx, namingsIn(events));
    await writeSessions(tx, sessionRows(ticket));
  });
  return true;
}

interface Retold {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
}

/** Null for a trail that cannot be read: it is found by nothing until somebody has looked into it. */
async function retell(database: Database, keyring: Keyring, id: TicketId): Promise<Retold | null> {
  const { records } = await readTrail(database, id);
  try {
    const events = (await openTrail(keyring, id, records)).map(({ event }) => event);
    const ticket = replay(id, events);
    return ticket === null ? null : { ticket, events };
  } catch (error) {
    if (error instanceof Error && error.name === "EventUnreadable") return null;
    throw error;
  }
}
