import type { Append } from "../src/ports/ticket-store.ts";
import type { Database } from "../src/store/database.ts";
import type { Keyring, Obtained } from "../src/store/keys/person-keys.ts";
import { peopleIn } from "../src/store/keys/seal.ts";
import { writeSearch } from "../src/store/search/write-search.ts";
import { project } from "../src/store/tickets/projection.ts";
import { numberOf } from "../src/store/tickets/ticket-number.ts";
import { extend, genesis } from "../src/store/trail/chain.ts";
import { writeEvent } from "../src/store/trail/event-record.ts";
import type { TicketEvent } from "../src/ticket/events.ts";
import { replay } from "../src/ticket/evolve.ts";
import type { TicketId } from "../src/ticket/ids.ts";
import type { Ticket } from "../src/ticket/ticket.ts";

/** Tickets in one transaction, and rows in one statement: SQLite takes 32,766 values at most. */
const BATCH = 500;
const ROWS = 500;

interface Story {
  readonly ticket: TicketId;
  readonly events: readonly TicketEvent[];
}

interface Told extends Story {
  readonly after: Ticket;
  readonly keys: Obtained;
}

/**
 * Fills a store with whole stories: sealed, chained and projected by the store's own writers, hundreds of tickets to a
 * transaction.
 */
export async function seedStore(
  database: Database,
  keyring: Keyring,
  stories: Iterable<Story>,
): Promise<void> {
  let batch: Story[] = [];
  for (const story of stories) {
    batch.push(story);
    if (batch.length < BATCH) continue;
    await write(database, await tell(keyring, batch));
    batch = [];
  }
  await write(database, await tell(keyring, batch));
}

/** Everybody's keys are made at once: one wait for the disk instead of one for each of them. */
async function tell(keyring: Keyring, stories: readonly Story[]): Promise<Told[]> {
  const [first] = stories;
  if (first !== undefined) await keyring.obtain(peopleIn(stories), first.ticket);
  const told: Told[] = [];
  for (const { ticket, events } of stories) {
    const after = replay(ticket, events);
    if (after === null) throw new Error(`${ticket} has no story`);
    told.push({ ticket, events, after, keys: await keyring.obtain(peopleIn(events), ticket) });
  }
  return told;
}

async function write(database: Database, batch: readonly Told[]): Promise<void> {
  const written = batch.map(({ ticket, events, after, keys }) => {
    const bodies = events.map((event) => writeEvent(event, keys.keys));
    const records = extend({ version: 0, hash: genesis(ticket) }, bodies);
    const rows = records.map(({ version, body, prevHash, hash }, index) => {
      return { ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash };
    });
    const change: Append = {
      ...{ ticket, events, after, expectedVersion: 0, press: null, nextDeadline: null },
    };
    const row = {
      ...{ id: ticket, number: numberOf(ticket), cards_version: after.version },
      ...project(change, records.at(-1)?.hash ?? ""),
    };
    return { change, rows, row, key: keys.unsaved === null ? [] : [{ ticket, ...keys.unsaved }] };
  });
  await database.transaction(async (tx) => {
    for (const rows of slices(written.flatMap(({ rows }) => rows)))
      await tx.insertInto("events").values(rows).execute();
    for (const rows of slices(written.map(({ row }) => row)))
      await tx.insertInto("tickets").values(rows).execute();
    for (const rows of slices(written.flatMap(({ key }) => key)))
      await tx.insertInto("ticket_keys").values(rows).execute();
    for (const { change } of written) await writeSearch(tx, database.dialect, change);
  });
}

function* slices<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS) yield rows.slice(from, from + ROWS);
}
