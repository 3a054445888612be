import type { PersonId } from "../ticket/ids.ts";
import type { Database } from "./database.ts";

/**
 * Makes everything that is about a person unreadable for good: their key is destroyed, and with it every sealed text;
 * plain copies outside the trail are emptied. The trail itself stays as it is, and still verifies.
 */
export async function erasePerson(database: Database, person: PersonId): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.deleteFrom("person_keys").where("person", "=", person).execute();
    await tx.updateTable("tickets").set({ subject: "" }).where("subject_about", "=", person).execute();
    await tx.deleteFrom("contacts").where("person", "=", person).execute();
  });
  await database.run((db) => database.dialect.scrub(db));
}
