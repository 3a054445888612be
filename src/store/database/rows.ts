import type { InsertObject, Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Inserts rows unless their key exists. @returns how many were inserted; never waits for more than a running insert. */
export async function insertNew<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  rows: InsertObject<Schema, Table> | readonly InsertObject<Schema, Table>[],
): Promise<number> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows);
}

/** Rows in pages by ascending key, so that memory is bounded by a page. @param read the rows after a key, in order */
export async function* pagesByKey<Row, Key extends string | number>(
  size: number,
  first: Key,
  keyOf: (row: Row) => Key,
  read: (after: Key, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after = first;
  for (;;) {
    const rows = await read(after, size);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    after = keyOf(last);
  }
}

/** Parts of a list, because a statement takes a bounded number of parameters. */
export const batches = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
