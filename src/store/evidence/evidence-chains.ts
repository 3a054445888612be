import { type Database, insertNew, type Tx } from "../database/database.ts";
import type { ChainHeadTable } from "../database/schema.ts";
import { type ChainHead, type ChainRecord, genesis, link } from "../events/hash-chain.ts";

/** The hash chains that belong to no ticket: audit entries and anchors. */
export type EvidenceChain = ChainHeadTable["name"];

/**
 * Appends one record. The head is locked first, so that of two processes one waits for the other.
 * @param write makes the body from the record's number and stores the record.
 */
export async function lengthen(
  tx: Tx,
  name: EvidenceChain,
  write: (number: number) => Promise<{ body: string; store(record: ChainRecord): Promise<unknown> }>,
): Promise<ChainRecord> {
  await insertNew(tx, "chain_heads", { name, version: 0, head: genesis(name) });
  const { version, head: prevHash } = await tx
    .updateTable("chain_heads")
    .set((row) => ({ version: row("version", "+", 1) }))
    .where("name", "=", name)
    .returning(["version", "head"])
    .executeTakeFirstOrThrow();
  const { body, store } = await write(version);
  const record = { version, body, prevHash, hash: link(prevHash, body) };
  await store(record);
  await tx.updateTable("chain_heads").set({ head: record.hash }).where("name", "=", name).execute();
  return record;
}

/** Null before the first record. */
export async function headOf(database: Database, name: EvidenceChain): Promise<ChainHead | null> {
  const row = await database.query((db) =>
    db.selectFrom("chain_heads").selectAll().where("name", "=", name).executeTakeFirst(),
  );
  return row === undefined ? null : { version: row.version, hash: row.head };
}
