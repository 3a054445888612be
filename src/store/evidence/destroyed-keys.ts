import type { PersonId } from "../../domain/ticket/ids.ts";
import { batches, type Database, pagesByKey, type Tx } from "../database/database.ts";
import { insertNew } from "../database/statement.ts";
import { type DestroyedKey, EFFECT_PATTERNS, effectsIn } from "./audit-entry.ts";

const BATCH = 500;

/** Indexes the audit entry that says so. A row without such an entry is ignored. */
export async function indexDestroyed(
  tx: Tx,
  entry: number,
  destroyed: readonly DestroyedKey[],
): Promise<void> {
  for (const batch of batches(destroyed, BATCH)) {
    const rows = batch.map(([owner, key]) => ({ owner, key, act: entry }));
    await insertNew(tx, "destroyed_keys", rows);
  }
}

/** The keys of these people and tickets that the audit log says were destroyed, by owner. */
export async function destroyedKeysOf(
  database: Database,
  owners: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map<string, string[]>();
  for (const batch of batches(owners, BATCH)) {
    const rows = await database.query((db) =>
      db
        .selectFrom("destroyed_keys")
        .innerJoin("audit_acts", "audit_acts.number", "destroyed_keys.act")
        .select(["owner", "key", "audit_acts.number", "audit_acts.body"])
        .where("owner", "in", batch)
        .execute(),
    );
    const confirmed = new Map(rows.map(({ number, body }) => [number, new Set(namedIn(body))]));
    for (const { owner, key, number } of rows) {
      if (confirmed.get(number)?.has(`${owner} ${key}`)) keys.set(owner, [...(keys.get(owner) ?? []), key]);
    }
  }
  return keys;
}

const namedIn = (body: string): string[] =>
  (effectsIn(body).destroyed ?? []).map(([owner, key]) => `${owner} ${key}`);

/** When a person was last erased, epoch ms; null for never. */
export async function erasedAt(database: Database, person: PersonId): Promise<number | null> {
  const row = await database.query((db) =>
    db
      .selectFrom("destroyed_keys")
      .innerJoin("audit_acts", "audit_acts.number", "destroyed_keys.act")
      .select((select) => select.fn.max("audit_acts.at").as("at"))
      .where("owner", "=", person)
      .executeTakeFirst(),
  );
  return row?.at ?? null;
}

/** Whose destroyed key is there again, such as from an old backup: what was erased could be read. */
export async function restoredKeys(database: Database): Promise<readonly string[]> {
  const rows = await database.query((db) =>
    db
      .selectFrom("destroyed_keys")
      .innerJoin("person_keys", (join) =>
        join
          .onRef("person_keys.person", "=", "destroyed_keys.owner")
          .onRef("person_keys.id", "=", "destroyed_keys.key"),
      )
      .select("owner")
      .union(
        db
          .selectFrom("destroyed_keys")
          .innerJoin("ticket_keys", (join) =>
            join
              .onRef("ticket_keys.ticket", "=", "destroyed_keys.owner")
              .onRef("ticket_keys.id", "=", "destroyed_keys.key"),
          )
          .select("owner"),
      )
      .execute(),
  );
  return rows.map(({ owner }) => owner);
}

/** Rebuilds the index from the audit log. */
export async function rebuildDestroyed(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.deleteFrom("destroyed_keys").execute();
    const entries = (after: number, limit: number) =>
      tx
        .selectFrom("audit_acts")
        .select(["number", "body"])
        .where("number", ">", after)
        .where("body", "like", EFFECT_PATTERNS.destroyed)
        .orderBy("number")
        .limit(limit)
        .execute();
    for await (const page of pagesByKey(BATCH, -1, ({ number }) => number, entries)) {
      for (const { number, body } of page) await indexDestroyed(tx, number, effectsIn(body).destroyed ?? []);
    }
  });
}
