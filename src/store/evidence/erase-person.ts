import type { Erasure, Hold } from "../../ports/evidence.ts";
import type { PersonId } from "../../ticket/ids.ts";
import { type Database, Undo } from "../database.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { trailPages } from "../trail/trail-pages.ts";
import { heldTickets, listHolds } from "./holds.ts";
import { emptyPlainCopies } from "./plain-copies.ts";
import { keysOfQuestionsNaming } from "./questions.ts";

const BATCH = 500;

/**
 * Makes everything that is about a person unreadable for good: their key is destroyed, and with it every sealed text;
 * plain copies outside the trail are emptied. The trail itself stays as it is, and still verifies.
 */
export async function erasePerson(database: Database, keyring: Keyring, person: PersonId): Promise<Erasure> {
  const tickets = await ticketsOf(database, person);
  const holds = await listHolds(database);
  const forbidding = await holdsAgainst(database, person, tickets, holds);
  if (forbidding.length > 0) return { kind: "held", holds: forbidding };
  const questions = await keysOfQuestionsNaming(database, keyring, person);
  try {
    await database.transaction(async (tx) => {
      const count = await tx.selectFrom("holds").select("subject").execute();
      if (count.length !== holds.length) throw new Undo("holds changed");
      await tx.deleteFrom("person_keys").where("person", "=", person).execute();
      await tx.deleteFrom("contacts").where("person", "=", person).execute();
      await tx.updateTable("tickets").set({ subject: "" }).where("subject_about", "=", person).execute();
      for (let from = 0; from < questions.length; from += BATCH) {
        await tx
          .deleteFrom("ticket_keys")
          .where("ticket", "in", questions.slice(from, from + BATCH))
          .execute();
      }
      for (let from = 0; from < tickets.length; from += BATCH) {
        await emptyPlainCopies(tx, database.dialect, tickets.slice(from, from + BATCH), person);
      }
    });
  } catch (error) {
    if (error instanceof Undo) return await erasePerson(database, keyring, person);
    throw error;
  }
  await database.run((db) => database.dialect.scrub(db));
  return { kind: "erased", tickets: tickets.length };
}

async function ticketsOf(database: Database, person: PersonId): Promise<string[]> {
  const tickets: string[] = [];
  for await (const page of trailPages(database, { person }))
    tickets.push(...page.map(({ ticket }) => ticket));
  return tickets;
}

/** On the person, or on any ticket where something of theirs would be lost. */
async function holdsAgainst(
  database: Database,
  person: PersonId,
  tickets: readonly string[],
  holds: readonly Hold[],
): Promise<Hold[]> {
  const held = await heldTickets(database, holds);
  const against = new Set(holds.filter(({ subject }) => subject === person));
  for (const ticket of tickets) for (const hold of held.get(ticket) ?? []) against.add(hold);
  return [...against];
}
