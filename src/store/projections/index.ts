import type { Tx } from "../database/database.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { TicketSpan } from "../events/read-stream.ts";
import { askLocks } from "./ask-locks.ts";
import { people } from "./people.ts";
import type { Projection, Replayed, Verification } from "./projection.ts";
import { deviceLocks, sessions } from "./sessions.ts";
import { tickets } from "./tickets.ts";
import { words } from "./words.ts";

/** Made once for each database, with their statements. */
const made = new WeakMap<StoreDialect, readonly Projection[]>();

/** Every projection, in the order in which an append writes them: what may refuse the append comes first. */
export function projections(dialect: StoreDialect): readonly Projection[] {
  const known = made.get(dialect);
  if (known !== undefined) return known;
  const all = [tickets, deviceLocks, askLocks, words(dialect.words), people, sessions];
  made.set(dialect, all);
  return all;
}

/** Begins the comparisons of all projections; none for hash chains alone. */
export const comparisons = (
  dialect: StoreDialect,
  { trailOnly = false }: { readonly trailOnly?: boolean },
): readonly Verification[] =>
  trailOnly ? [] : projections(dialect).map((projection) => projection.verification());

/** The comparisons of all these projections, one after another, because they share a transaction. */
export async function loadAll(checks: readonly Verification[], tx: Tx, tickets: TicketSpan) {
  const comparisons: ((replayed: Replayed) => readonly string[])[] = [];
  for (const check of checks) comparisons.push(await check.load(tx, tickets));
  return comparisons;
}
