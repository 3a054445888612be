import type { TicketId } from "../../domain/ticket/ids.ts";
import type { Tx } from "../database/database.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import { askLocks } from "./ask-locks.ts";
import { people } from "./people.ts";
import type { Projection, Replayed, Verification } from "./projection.ts";
import { deviceLocks, sessions } from "./sessions.ts";
import { tickets } from "./tickets.ts";
import { words } from "./words.ts";

/** Every projection, in the order in which an append writes them: what may refuse the append comes first. */
export const projections = (dialect: StoreDialect): readonly Projection[] => [
  tickets,
  deviceLocks,
  askLocks,
  words(dialect.words),
  people,
  sessions,
];

/** The comparisons of all these projections, one after another, because they share a transaction. */
export async function loadAll(checks: readonly Verification[], tx: Tx, tickets: readonly TicketId[]) {
  const comparisons: ((replayed: Replayed) => readonly string[])[] = [];
  for (const check of checks) comparisons.push(await check.load(tx, tickets));
  return comparisons;
}
