import type { Database, Tx } from "../database/database.ts";
import type { ChainHeadTable } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { type ChainRecord, genesis, link } from "./hash-chain.ts";
import { isHeadSigned, type SignedHead, type Signer, signHead } from "./signer.ts";

/** The hash chains that belong to no ticket: audit entries and anchors. */
export type EvidenceChain = ChainHeadTable["name"];

/**
 * Appends one record. The head is locked first, so that of two processes one waits for the other. A chain whose head was
 * edited goes on and stays unsigned, so that `verify` finds it and its next records are evidence too.
 * @param write makes the body from the record's number and stores the record.
 */
export async function lengthen(
  tx: Tx,
  signer: Signer,
  name: EvidenceChain,
  write: (number: number) => Promise<{ body: string; store(record: ChainRecord): Promise<unknown> }>,
): Promise<ChainRecord> {
  await insertNew(tx, "chain_heads", { name, version: 0, head: genesis(name), mac: "" });
  const {
    version,
    head: prevHash,
    mac,
  } = await tx
    .updateTable("chain_heads")
    .set((row) => ({ version: row("version", "+", 1) }))
    .where("name", "=", name)
    .returning(["version", "head", "mac"])
    .executeTakeFirstOrThrow();
  const { body, store } = await write(version);
  const record = { version, body, prevHash, hash: link(prevHash, body) };
  await store(record);
  const wasSigned = isHeadSigned(signer, "chain", name, { version: version - 1, hash: prevHash, mac });
  const next = { head: record.hash, mac: wasSigned ? signHead(signer, "chain", name, record).mac : "" };
  await tx.updateTable("chain_heads").set(next).where("name", "=", name).execute();
  return record;
}

/** Every store begins with both; null when it was deleted. */
export async function headOf(database: Database, name: EvidenceChain): Promise<SignedHead | null> {
  const row = await database.query((db) =>
    db.selectFrom("chain_heads").selectAll().where("name", "=", name).executeTakeFirst(),
  );
  return row === undefined ? null : { version: row.version, hash: row.head, mac: row.mac };
}
