import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { Database } from "../database.ts";

/** Names as the store knows them, without those who were erased. */
export async function namesOf(
  database: Database,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  if (people.length === 0) return new Map();
  const rows = await database.query((db) =>
    db.selectFrom("people").select(["person", "name"]).where("person", "in", people).execute(),
  );
  return new Map(rows.map(({ person, name }) => [personId(person), name]));
}
