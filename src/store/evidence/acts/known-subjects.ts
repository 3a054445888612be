import type { Database } from "../../database.ts";

/** Does any record speak of this person, or of this ticket? Ids stand in the open, so that this needs no key. */
export async function isKnown(database: Database, subject: string): Promise<boolean> {
  const found = await database.query((db) =>
    db
      .selectFrom("person_keys")
      .select("person as found")
      .where("person", "=", subject)
      .unionAll(db.selectFrom("destroyed_keys").select("owner as found").where("owner", "=", subject))
      .unionAll(db.selectFrom("contacts").select("person as found").where("person", "=", subject))
      .unionAll(db.selectFrom("events").select("ticket as found").where("ticket", "=", subject).limit(1))
      .executeTakeFirst(),
  );
  return found !== undefined || (await isMentioned(database, subject));
}

/** A person whose key is gone without an act; it takes reading everything, and hardly ever happens. */
async function isMentioned(database: Database, subject: string): Promise<boolean> {
  const found = await database.query((db) =>
    db
      .selectFrom("events")
      .select("ticket")
      .where("body", "like", `%"${subject}"%`)
      .limit(1)
      .executeTakeFirst(),
  );
  return found !== undefined;
}
