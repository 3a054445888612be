import type { Hold } from "../../ports/evidence.ts";
import type { Database } from "../database.ts";
import { mentions, trailPages } from "../trail/trail-pages.ts";

export async function addHold(database: Database, { kind, subject, reason, by, at }: Hold): Promise<void> {
  const told = { kind, reason, held_by: by, at };
  await database.run((db) =>
    db
      .insertInto("holds")
      .values({ subject, ...told })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet(told))
      .execute(),
  );
}

export async function removeHold(database: Database, subject: string): Promise<boolean> {
  const { numDeletedRows } = await database.run((db) =>
    db.deleteFrom("holds").where("subject", "=", subject).executeTakeFirst(),
  );
  return numDeletedRows > 0n;
}

export async function listHolds(database: Database): Promise<Hold[]> {
  const rows = await database.run((db) => db.selectFrom("holds").selectAll().orderBy("at").execute());
  return rows.map(({ subject, kind, reason, held_by: by, at }) => ({ kind, subject, reason, by, at }));
}

/**
 * The tickets that may not lose a word, with the holds that say so: held ones, and every one in which a held person
 * takes part. Reads all trails when a person is held; that happens at an erasure and once a night.
 */
export async function heldTickets(
  database: Database,
  holds: readonly Hold[],
): Promise<ReadonlyMap<string, readonly Hold[]>> {
  const held = new Map<string, Hold[]>();
  const add = (ticket: string, hold: Hold) => held.set(ticket, [...(held.get(ticket) ?? []), hold]);
  for (const hold of holds) if (hold.kind === "ticket") add(hold.subject, hold);
  const people = holds.filter(({ kind }) => kind === "person");
  if (people.length === 0) return held;
  for await (const page of trailPages(database)) {
    for (const { ticket, records } of page) {
      for (const hold of people) if (mentions(records, hold.subject)) add(ticket, hold);
    }
  }
  return held;
}
