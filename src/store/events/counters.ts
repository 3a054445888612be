import type { Kysely } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { Database, Tx } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import type { Signer } from "./signer.ts";

/** The first ticket is BK-1001: easy to say, and it does not reveal how few there are. */
export const FIRST = 1001;

/** `ticket` is the last number that was given out, `opened` how many tickets were stored: deleted ones are missed. */
export type CounterName = "ticket" | "opened";
export const STARTS: Readonly<Record<CounterName, number>> = { ticket: FIRST - 1, opened: 0 };

export interface Counter {
  readonly value: number;
  readonly isSigned: boolean;
}

export async function readCounter(db: Kysely<Schema>, signer: Signer, name: CounterName): Promise<Counter> {
  const row = await db
    .selectFrom("counters")
    .select(["value", "mac"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (row === undefined) return { value: STARTS[name], isSigned: false };
  return { value: row.value, isSigned: signer.isSigned(row.mac, "counter", name, row.value, "") };
}

export const counterRow = (signer: Signer, name: CounterName, value: number) => {
  return { name, value, mac: signer.sign("counter", name, value, "") };
};

/** A counter that was edited goes on counting and stays unsigned, so that `verify` finds it. */
export async function countUp(tx: Tx, signer: Signer, name: CounterName): Promise<number> {
  await insertNew(tx, "counters", { name, value: STARTS[name], mac: "" });
  const { value, mac } = await tx
    .updateTable("counters")
    .set((row) => ({ value: row("value", "+", 1) }))
    .where("name", "=", name)
    .returning(["value", "mac"])
    .executeTakeFirstOrThrow();
  const wasSigned = signer.isSigned(mac, "counter", name, value - 1, "");
  const next = wasSigned ? counterRow(signer, name, value).mac : "";
  await tx.updateTable("counters").set({ mac: next }).where("name", "=", name).execute();
  return value;
}

export async function nextTicketId(database: Database, signer: Signer): Promise<TicketId> {
  // A number lost in a power cut was on no ticket: the flushed commit of the ticket keeps its number too.
  const value = await database.transactionRelaxed((tx) => countUp(tx, signer, "ticket"));
  return ticketId(`BK-${value}`);
}
