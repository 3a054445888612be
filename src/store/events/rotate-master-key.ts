import type { KeyRotation } from "../../ports/evidence.ts";
import { type Database, pagesByKey, type Tx } from "../database/database.ts";
import { encrypt, type PersonKey, SealBroken } from "./event-record.ts";
import { openKey, unwrapKey, type WrappedKey } from "./keyring.ts";
import { type MasterKeys, turnOver } from "./master-keys.ts";

const PAGE = 500;

/**
 * Wraps every key by the current master key, in pages, each in a transaction of its own: while it runs, and after it was
 * cut off, both master keys together open everything. Run again, it goes on with what is left.
 * A key that is destroyed meanwhile stays destroyed.
 */
export async function rotateMasterKey(
  database: Database,
  masters: MasterKeys,
  counted: (keys: number) => void = () => {},
  page = PAGE,
): Promise<KeyRotation> {
  const tally = { wrapped: 0, keys: 0, unreadable: 0 };
  await database.transaction((tx) => turnOver(tx, masters));
  for (const table of [PERSON_KEYS, TICKET_KEYS]) {
    for await (const rows of pagesByKey(page, "", ({ owner }: OwnedKey) => owner, table.read(database))) {
      const anew = rows.map((row) => wrapAnew(row, masters));
      const changed = anew.filter((each) => each !== null && each !== "unreadable");
      await database.transaction(async (tx) => {
        for (const { owner, from, to } of changed) await table.replace(tx, owner, from, to);
      });
      tally.keys += rows.length;
      tally.wrapped += changed.length;
      tally.unreadable += anew.filter((each) => each === "unreadable").length;
      counted(tally.keys);
    }
  }
  // The old wrapping is gone from the file too, as far as the engine can.
  await database.query((db) => database.dialect.scrub(db));
  return tally;
}

interface OwnedKey extends WrappedKey {
  readonly owner: string;
}

/** Null when the current key wraps it already. */
function wrapAnew(row: OwnedKey, masters: MasterKeys) {
  const { owner, id, wrapped: from } = row;
  if (opens(() => unwrapKey(owner, row, masters.current)) !== null) return null;
  const key = opens(() => openKey(owner, row, masters));
  if (key === null) return "unreadable";
  return { owner, from, to: encrypt(key.secret.export(), masters.current, `${owner} ${id}`) };
}

function opens(open: () => PersonKey): PersonKey | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

const PERSON_KEYS = {
  read: (database: Database) => (after: string, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("person_keys")
        .select(["person as owner", "id", "wrapped"])
        .where("person", ">", after)
        .orderBy("person")
        .limit(limit)
        .execute(),
    ),
  replace: (tx: Tx, owner: string, from: string, to: string) =>
    tx
      .updateTable("person_keys")
      .set({ wrapped: to })
      .where("person", "=", owner)
      .where("wrapped", "=", from)
      .execute(),
};

const TICKET_KEYS = {
  read: (database: Database) => (after: string, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("ticket_keys")
        .select(["ticket as owner", "id", "wrapped"])
        .where("ticket", ">", after)
        .orderBy("ticket")
        .limit(limit)
        .execute(),
    ),
  replace: (tx: Tx, owner: string, from: string, to: string) =>
    tx
      .updateTable("ticket_keys")
      .set({ wrapped: to })
      .where("ticket", "=", owner)
      .where("wrapped", "=", from)
      .execute(),
};
