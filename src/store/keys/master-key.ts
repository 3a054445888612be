import { createSecretKey } from "node:crypto";
import type { Database } from "../database.ts";
import { decrypt, encrypt, KEY_ID_BYTES, type PersonKey } from "./seal.ts";

const MASTER_KEY_BYTES = 32;
const SETTING = "master-key";
const KNOWN_TEXT = "beckon";

/**
 * The key from the configuration that wraps the key of every person. It is tried on a known text at the start: a wrong
 * one would otherwise show only when the first ticket is read.
 */
export async function useMasterKey(database: Database, secret: Buffer): Promise<PersonKey> {
  if (secret.length !== MASTER_KEY_BYTES) {
    throw new Error(`The store's master key has ${secret.length} bytes; it needs ${MASTER_KEY_BYTES}.`);
  }
  const master: PersonKey = { id: "00".repeat(KEY_ID_BYTES), secret: createSecretKey(secret) };
  const value = await knownSeal(database, encrypt(Buffer.from(KNOWN_TEXT), master, SETTING));
  try {
    decrypt(value, master, SETTING);
  } catch (error) {
    throw new Error(
      "The store's master key is not the one that this database was written with. Configure that one again.",
      { cause: error },
    );
  }
  return master;
}

/** The sealed known text of this database: the first process to start puts its own there. */
async function knownSeal(database: Database, own: string): Promise<string> {
  await database.query((db) =>
    db
      .insertInto("settings")
      .values({ name: SETTING, value: own })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  const { value } = await database.query((db) =>
    db.selectFrom("settings").select("value").where("name", "=", SETTING).executeTakeFirstOrThrow(),
  );
  return value;
}
