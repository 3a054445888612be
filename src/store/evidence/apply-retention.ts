import { sql } from "kysely";
import { type PersonId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { LegalHold, Retention, RetentionResult } from "../../ports/evidence.ts";
import { type Database, outcomeOf, Rollback, type Tx } from "../database/database.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Signer } from "../events/signer.ts";
import { eraseTexts } from "../projections/complete.ts";
import { heldBy, sharedBy } from "../projections/words.ts";
import { type DestroyedKey, detailsOf } from "./audit-entry.ts";
import { appendEntry } from "./audit-log.ts";
import { requireSoundLog } from "./check-audit-log.ts";
import { indexDestroyed } from "./destroyed-keys.ts";
import { heldTickets, holdsIn, isSame, listHolds } from "./legal-holds.ts";

const BATCH = 200;
const CLOSED = ["resolved", "withdrawn"] as const;

/** Retention has no requester, and is recorded like a request. */
const entryAbout = (about: string) => ({ who: "Beckon", what: "let-go", why: "retention", about }) as const;

/**
 * Deletes what was kept long enough. What happened, when and by whose id stays for good, and every hash chain verifies.
 * Audit entries record what was deleted: anything else that is missing is a fault.
 */
export async function applyRetention(
  database: Database,
  signer: Signer,
  at: number,
  before: Retention,
): Promise<RetentionResult> {
  await requireSoundLog(database, signer);
  const tickets = await deleteTicketKeys(database, signer, at, before.tickets);
  const counts = await database.transaction(async (tx) => {
    const surfaces = await tx
      .deleteFrom("posted_surfaces")
      .where("ticket", "in", (old) =>
        old
          .selectFrom("tickets")
          .leftJoin("ticket_keys", "ticket_keys.ticket", "tickets.id")
          .select("tickets.id")
          .where("tickets.status", "in", CLOSED)
          .where("tickets.changed_at", "<", before.postedSurfaces)
          .where("ticket_keys.ticket", "is", null)
          // A card that still shows a text must be updated first.
          .whereRef("tickets.cards_version", "=", "tickets.version"),
      )
      .executeTakeFirst();
    const presses = await tx.deleteFrom("presses").where("at", "<", before.presses).executeTakeFirst();
    const contacts = await tx
      .deleteFrom("contacts")
      .where("seen_at", "<", before.contacts)
      .executeTakeFirst();
    await deleteNames(tx, database.dialect, before.tickets);
    const auditActs = await deleteDetails(tx, signer, at, before.auditActs);
    return {
      postedSurfaces: Number(surfaces.numDeletedRows),
      presses: Number(presses.numDeletedRows),
      contacts: Number(contacts.numDeletedRows),
      auditActs,
    };
  });
  await database.query((db) => database.dialect.scrub(db));
  return { tickets, ...counts };
}

/** The entry stays, with its place in the hash chain. A legal hold in force keeps its reason. */
async function deleteDetails(tx: Tx, signer: Signer, at: number, before: number): Promise<number> {
  const inForce = (await holdsIn(tx)).map(({ number }) => number);
  let deleted = 0;
  for (let isEnd = false; !isEnd; ) {
    const old = await tx
      .selectFrom("audit_acts")
      .select(["number", "details"])
      .where("at", "<", before)
      .where("details", "is not", null)
      .$if(inForce.length > 0, (acts) => acts.where("number", "not in", inForce))
      .limit(BATCH)
      .execute();
    isEnd = old.length < BATCH;
    const keys = old.flatMap(({ details }) => detailsOf(details ?? "{}").key ?? []);
    if (keys.length > 0) await tx.deleteFrom("ticket_keys").where("ticket", "in", keys).execute();
    const numbers = old.map(({ number }) => number);
    if (numbers.length > 0) {
      await tx
        .updateTable("audit_acts")
        .set({ details: null, ticket: null })
        .where("number", "in", numbers)
        .execute();
    }
    deleted += old.length;
  }
  if (deleted > 0) {
    const about = `details of acts before ${new Date(before).toISOString()}`;
    await appendEntry(tx, signer, at, entryAbout(about), { actsBefore: before });
  }
  return deleted;
}

/** Destroys the keys of closed tickets in batches, so that no action waits for long. */
async function deleteTicketKeys(
  database: Database,
  signer: Signer,
  at: number,
  before: number,
): Promise<number> {
  const holds = await listHolds(database);
  const held = await heldTickets(database, holds);
  let [deleted, after] = [0, ""];
  for (;;) {
    const from = after;
    const batch = await database.query((db) =>
      db
        .selectFrom("ticket_keys")
        .innerJoin("tickets", "tickets.id", "ticket_keys.ticket")
        .select("tickets.id")
        .where("ticket_keys.ticket", ">", from)
        .where("tickets.status", "in", CLOSED)
        .where("tickets.changed_at", "<", before)
        .orderBy("ticket_keys.ticket")
        .limit(BATCH)
        .execute(),
    );
    const free = batch.map(({ id }) => ticketId(id)).filter((id) => !held.has(id));
    if (free.length > 0 && !(await deleteKeysOf(database, signer, at, free, holds))) return deleted;
    deleted += free.length;
    after = batch.at(-1)?.id ?? after;
    if (batch.length < BATCH) return deleted;
  }
}

/** @returns false when a hold changed meanwhile: nothing was done, and the next run does it. */
async function deleteKeysOf(
  database: Database,
  signer: Signer,
  at: number,
  tickets: readonly TicketId[],
  holds: readonly LegalHold[],
): Promise<boolean> {
  try {
    return await database.transaction(async (tx) => {
      const rows = await tx
        .deleteFrom("ticket_keys")
        .where("ticket", "in", tickets)
        .returning(["ticket", "id"])
        .execute();
      const destroyed = rows.map(({ ticket, id }): DestroyedKey => [ticket, id]);
      await tx.deleteFrom("message_files").where("ticket", "in", tickets).execute();
      await eraseTexts(tx, database.dialect, tickets);
      const { number } = await appendEntry(tx, signer, at, entryAbout(tickets.join(", ")), { destroyed });
      await indexDestroyed(tx, number, destroyed);
      if (!isSame(await holdsIn(tx), holds)) throw new Rollback(false);
      return true;
    });
  } catch (error) {
    return outcomeOf<false>(error);
  }
}

/** Deletes names that no ticket with a key has any more. People who were named lately are skipped. */
async function deleteNames(tx: Tx, { words }: Pick<StoreDialect, "words">, before: number): Promise<void> {
  const old = await tx.selectFrom("people").select("person").where("named_at", "<", before).execute();
  for (const { person } of old) {
    const isOn = (about: (id: PersonId) => string) => ({
      word: about(person as PersonId),
      isPrefix: false,
    });
    const kept = await sql`select 1 from ticket_words
      join tickets on tickets.number = ${words.number}
      join ticket_keys on ticket_keys.ticket = tickets.id
      where ${words.matches({ any: [isOn(sharedBy), isOn(heldBy)] })} limit 1`.execute(tx);
    if (kept.rows.length === 0) await tx.deleteFrom("people").where("person", "=", person).execute();
  }
}
