import type { Transaction } from "kysely";
import type { PersonId } from "../../../domain/ticket/ids.ts";
import type { AuditReason, Erasure, Forbidden, LegalHold } from "../../../ports/evidence.ts";
import { type Database, Rollback } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import type { Schema } from "../../schema.ts";
import { addAct } from "../acts/acts.ts";
import type { DestroyedKey } from "../acts/audit-subjects.ts";
import { heldTickets, holdsIn, listHolds } from "../acts/holds.ts";
import { isKnown } from "../acts/known-subjects.ts";
import { keysOfQuestionsNaming } from "../acts/questions.ts";
import { ticketsIn } from "../acts/tickets-in.ts";
import { erasedAt, indexDestroyed } from "./destroyed-keys.ts";
import { emptyPlainCopies } from "./plain-copies.ts";

const BATCH = 500;

/**
 * Makes everything that is about a person unreadable for good: their key is destroyed, and with it every sealed text;
 * plain copies outside the trail are emptied. The trail itself stays as it is, and still verifies. That it was done is
 * recorded with it, and so is that it was not.
 */
export async function erasePerson(
  database: Database,
  keyring: Keyring,
  at: number,
  person: PersonId,
  order: AuditReason,
): Promise<Erasure> {
  if (!(await isKnown(database, person))) return { kind: "unknown" };
  const tickets = await ticketsIn(database, { person });
  const holds = await listHolds(database);
  const against = await holdsAgainst(database, person, tickets, holds);
  if (against.length > 0) {
    const about = `${person}: held by ${[...new Set(against.map(({ hold }) => `hold ${hold.number}`))].join(", ")}`;
    await database.transaction((tx) => addAct(tx, at, { ...order, what: "not-erased", about }));
    return { kind: "held", against };
  }
  const questions = await keysOfQuestionsNaming(database, keyring, person);
  const before = await erasedAt(database, person);
  try {
    await database.transaction(async (tx) => {
      const destroyed = await destroyKeys(tx, person, questions);
      await tx.deleteFrom("contacts").where("person", "=", person).execute();
      await tx.updateTable("tickets").set({ subject: "" }).where("subject_about", "=", person).execute();
      for (let from = 0; from < tickets.length; from += BATCH) {
        await emptyPlainCopies(tx, database.dialect, tickets.slice(from, from + BATCH), person);
      }
      const deed = destroyed.length === 0 ? {} : { destroyed };
      const { number } = await addAct(tx, at, { ...order, what: "erased", about: person }, deed);
      await indexDestroyed(tx, number, destroyed);
      // From here on nobody can add an act, and so no hold.
      if (!isSame(await holdsIn(tx), holds)) throw new Rollback("holds changed");
    });
  } catch (error) {
    if (error instanceof Rollback) return await erasePerson(database, keyring, at, person, order);
    throw error;
  }
  await database.query((db) => database.dialect.scrub(db));
  return { kind: "erased", tickets: tickets.length, erasedAt: before };
}

/** The person's key, and those of questions in which somebody looked for them by name. */
async function destroyKeys(
  tx: Transaction<Schema>,
  person: PersonId,
  questions: readonly string[],
): Promise<DestroyedKey[]> {
  const own = await tx.deleteFrom("person_keys").where("person", "=", person).returning("id").execute();
  const destroyed: DestroyedKey[] = own.map(({ id }) => [person, id]);
  for (let from = 0; from < questions.length; from += BATCH) {
    const rows = await tx
      .deleteFrom("ticket_keys")
      .where("ticket", "in", questions.slice(from, from + BATCH))
      .returning(["ticket", "id"])
      .execute();
    destroyed.push(...rows.map(({ ticket, id }): DestroyedKey => [ticket, id]));
  }
  return destroyed;
}

export const isSame = (now: readonly LegalHold[], before: readonly LegalHold[]): boolean =>
  now.length === before.length && now.every(({ number }, index) => before[index]?.number === number);

/** On the person, or on any ticket where something of theirs would be lost. */
async function holdsAgainst(
  database: Database,
  person: PersonId,
  tickets: readonly string[],
  holds: readonly LegalHold[],
): Promise<Forbidden[]> {
  const onThem = holds.filter(({ subject }) => subject === person);
  const held = await heldTickets(
    database,
    holds.filter(({ subject }) => subject !== person),
  );
  return [
    ...onThem.map((hold): Forbidden => ({ hold, ticket: null, as: null })),
    ...tickets.flatMap((ticket) => held.get(ticket) ?? []),
  ];
}
