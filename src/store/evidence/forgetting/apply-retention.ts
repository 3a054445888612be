import { sql, type Transaction } from "kysely";
import type { PersonId } from "../../../domain/ticket/ids.ts";
import type { LegalHold, Retention, RetentionResult } from "../../../ports/evidence.ts";
import { type Database, Rollback } from "../../database.ts";
import type { StoreDialect } from "../../engines/dialect.ts";
import type { Schema } from "../../schema.ts";
import { heldBy, sharedBy } from "../../search/document.ts";
import { detailsOf } from "../acts/act-details.ts";
import { addAct } from "../acts/acts.ts";
import type { DestroyedKey } from "../acts/audit-subjects.ts";
import { heldTickets, holdsIn, listHolds } from "../acts/holds.ts";
import { indexDestroyed } from "./destroyed-keys.ts";
import { isSame } from "./erase-person.ts";
import { emptyPlainCopies } from "./plain-copies.ts";

const BATCH = 200;
const CLOSED = ["resolved", "withdrawn"] as const;

/** Retention is nobody's order, and is recorded like one. */
const RETENTION = { who: "Beckon", what: "let-go", why: "retention" } as const;

/**
 * Lets go of what was kept long enough. What happened, when and by whose id stays for good, and every chain verifies.
 * What was let go of is recorded with it: whatever is missing beyond that was taken away by somebody else.
 */
export async function applyRetention(
  database: Database,
  at: number,
  before: Retention,
): Promise<RetentionResult> {
  const tickets = await forgetTickets(database, at, before.tickets);
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
          // A card that still shows a text is not to be lost sight of.
          .whereRef("tickets.cards_version", "=", "tickets.version"),
      )
      .executeTakeFirst();
    const presses = await tx.deleteFrom("presses").where("at", "<", before.presses).executeTakeFirst();
    const contacts = await tx
      .deleteFrom("contacts")
      .where("seen_at", "<", before.contacts)
      .executeTakeFirst();
    await forgetNames(tx, database.dialect, before.tickets);
    const auditActs = await forgetActs(tx, at, before.auditActs);
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

/** That there was an act stays, and its place in the chain. A hold keeps its reason for as long as it is in force. */
async function forgetActs(tx: Transaction<Schema>, at: number, before: number): Promise<number> {
  const inForce = (await holdsIn(tx)).map(({ number }) => number);
  let forgotten = 0;
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
    forgotten += old.length;
  }
  if (forgotten > 0) {
    const about = `details of acts before ${new Date(before).toISOString()}`;
    await addAct(tx, at, { ...RETENTION, about }, { actsBefore: before });
  }
  return forgotten;
}

/** Destroys the keys of closed tickets, batch by batch: nobody's press waits for long. */
async function forgetTickets(database: Database, at: number, before: number): Promise<number> {
  const holds = await listHolds(database);
  const held = await heldTickets(database, holds);
  let [forgotten, after] = [0, ""];
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
    const free = batch.map(({ id }) => id).filter((id) => !held.has(id));
    if (free.length > 0 && !(await forgetAll(database, at, free, holds))) return forgotten;
    forgotten += free.length;
    after = batch.at(-1)?.id ?? after;
    if (batch.length < BATCH) return forgotten;
  }
}

/** @returns false when somebody changed a hold in the meantime: nothing was done, and the next night does it. */
async function forgetAll(
  database: Database,
  at: number,
  tickets: readonly string[],
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
      await emptyPlainCopies(tx, database.dialect, tickets);
      const { number } = await addAct(tx, at, { ...RETENTION, about: tickets.join(", ") }, { destroyed });
      await indexDestroyed(tx, number, destroyed);
      if (!isSame(await holdsIn(tx), holds)) throw new Rollback(false);
      return true;
    });
  } catch (error) {
    if (error instanceof Rollback) return false;
    throw error;
  }
}

/** Names that no ticket holds any more whose words can be read. A person who was named lately is not asked about. */
async function forgetNames(
  tx: Transaction<Schema>,
  { words }: Pick<StoreDialect, "words">,
  before: number,
): Promise<void> {
  const old = await tx.selectFrom("people").select("person").where("named_at", "<", before).execute();
  for (const { person } of old) {
    const isOn = (about: (id: PersonId) => string) => ({
      word: about(person as PersonId),
      isBeginning: false,
    });
    const kept = await sql`select 1 from ticket_words
      join tickets on tickets.number = ${words.number}
      join ticket_keys on ticket_keys.ticket = tickets.id
      where ${words.fits({ any: [isOn(sharedBy), isOn(heldBy)] })} limit 1`.execute(tx);
    if (kept.rows.length === 0) await tx.deleteFrom("people").where("person", "=", person).execute();
  }
}
