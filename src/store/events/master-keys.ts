import { createSecretKey } from "node:crypto";
import type { Database, Tx } from "../database/database.ts";
import { insertNew } from "../database/statement.ts";
import { counterRow, STARTS } from "./counters.ts";
import { decrypt, encrypt, KEY_ID_BYTES, type PersonKey, SealBroken } from "./event-record.ts";
import { genesis } from "./hash-chain.ts";
import { createSigner, signHead } from "./signer.ts";

/** The master keys of the configuration, as this store knows them. */
export interface MasterKeys {
  /** Wraps new keys. */
  readonly current: PersonKey;
  /** Opens what was wrapped before a rotation; null without one. */
  readonly former: PersonKey | null;
  /**
   * What codes and pack signatures are derived from: the first master key. A rotation keeps it, wrapped by the new one, so
   * that rows and packs of years go on verifying.
   */
  readonly root: PersonKey;
}

const MASTER_KEY_BYTES = 32;
const SETTING = "master-key";
/** Present since the first rotation. */
const ROOT = "signing-root";
/** Present since the first start, in databases whose rows are signed. */
const SIGNED = "signed-rows";
const KNOWN_TEXT = "beckon";

const WRONG_KEY =
  "The store's master key is not the one that this database was written with. Configure that one again.";
const TOO_OLD =
  "This database was written by a version of Beckon that did not sign its rows, or its mark was removed (settings, signed-rows). Nobody can tell any more whether it is what was written, so it is not used. Let Beckon begin an empty database, and keep this one for reading with the version that wrote it.";

/**
 * The key from the configuration that wraps all others, and the former one while a rotation is not done. They are tried on
 * a known text at the start, because a wrong one would otherwise show only when the first ticket is read.
 */
export async function useMasterKey(
  database: Database,
  secret: Buffer,
  former: Buffer | null = null,
): Promise<MasterKeys> {
  if (secret.length !== MASTER_KEY_BYTES) {
    throw new Error(`The store's master key has ${secret.length} bytes; it needs ${MASTER_KEY_BYTES}.`);
  }
  await database.transaction((tx) => beginStore(tx, masterOf(secret)));
  return await openWithMasterKey(database, secret, former);
}

/** Tries the keys on a store that is there, and writes nothing. @throws when none fits. */
export async function openWithMasterKey(
  database: Database,
  secret: Buffer,
  formerSecret: Buffer | null = null,
): Promise<MasterKeys> {
  const current = masterOf(secret);
  const former = formerSecret === null ? null : masterOf(formerSecret);
  const rows = await database.query((db) =>
    db.selectFrom("settings").selectAll().where("name", "in", [SETTING, ROOT, SIGNED]).execute(),
  );
  const settings = new Map(rows.map(({ name, value }) => [name, value]));
  const keys = former === null ? [current] : [current, former];
  const fitting = opened(settings.get(SETTING) ?? "", SETTING, keys);
  if (fitting === null) throw new Error(WRONG_KEY);
  if (!settings.has(SIGNED)) throw new Error(TOO_OLD);
  const stored = settings.get(ROOT);
  const root = stored === undefined ? fitting.by : opened(stored, ROOT, keys);
  if (root === null) throw new Error(WRONG_KEY);
  return { current, former, root: "text" in root ? masterOf(root.text) : root };
}

const masterOf = (secret: Buffer): PersonKey => ({
  id: "00".repeat(KEY_ID_BYTES),
  secret: createSecretKey(secret),
});

/** @returns the text and the key that opens it; null when none does. */
function opened(sealed: string, name: string, keys: readonly PersonKey[]) {
  for (const by of keys) {
    try {
      return { text: decrypt(sealed, by, name), by };
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
    }
  }
  return null;
}

/** From here on the store opens with the current key alone, but for the keys that are still wrapped by the former one. */
export async function turnOver(tx: Tx, { current, root }: MasterKeys): Promise<void> {
  const known = encrypt(Buffer.from(KNOWN_TEXT), current, SETTING);
  const kept = encrypt(root.secret.export(), current, ROOT);
  await tx.updateTable("settings").set({ value: known }).where("name", "=", SETTING).execute();
  await tx
    .insertInto("settings")
    .values({ name: ROOT, value: kept })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: kept }))
    .execute();
}

/** The first process to start writes the known text and the signed beginnings of all that is counted and chained. */
async function beginStore(tx: Tx, master: PersonKey): Promise<void> {
  const value = encrypt(Buffer.from(KNOWN_TEXT), master, SETTING);
  if ((await insertNew(tx, "settings", { name: SETTING, value })) === 0) return;
  await insertNew(tx, "settings", { name: SIGNED, value: "" });
  const signer = createSigner(master.secret);
  for (const name of ["ticket", "opened"] as const)
    await insertNew(tx, "counters", counterRow(signer, name, STARTS[name]));
  for (const name of ["acts", "anchors"] as const) {
    const { version, hash: head, mac } = signHead(signer, "chain", name, { version: 0, hash: genesis(name) });
    await insertNew(tx, "chain_heads", { name, version, head, mac });
  }
}
