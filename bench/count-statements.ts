/**
 * Preloaded by `--import` into a Beckon: counts what its drivers execute. A statement is one that SQLite runs or that
 * PostgreSQL is asked for, `begin` and `commit` included. A round trip begins when something is written to PostgreSQL's
 * socket after something was read from it, so that what is sent together is one.
 */
import { Socket } from "node:net";
import { StatementSync } from "node:sqlite";
import pg from "pg";

export interface Counts {
  /** How often each text was executed. */
  readonly statements: Readonly<Record<string, number>>;
  readonly roundTrips: number;
}

const statements = new Map<string, number>();
let roundTrips = 0;

const count = (text: string) => void statements.set(text, (statements.get(text) ?? 0) + 1);

for (const method of ["all", "get", "run", "iterate"] as const) {
  const original = StatementSync.prototype[method] as (...values: unknown[]) => unknown;
  StatementSync.prototype[method] = function (this: StatementSync, ...values: unknown[]) {
    count(this.sourceSQL);
    return original.apply(this, values);
  } as never;
}

type Query = (...given: unknown[]) => unknown;
const query = pg.Client.prototype.query as Query;
pg.Client.prototype.query = function (this: unknown, first: unknown, ...rest: unknown[]) {
  count(textOf(first));
  return query.call(this, first, ...rest);
} as never;

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}

const port = process.env.DATABASE_URL === undefined ? "" : new URL(process.env.DATABASE_URL).port;
const write = Socket.prototype.write as (this: Socket, ...given: unknown[]) => boolean;
/** Sockets to PostgreSQL; true when nothing was read since the last write. */
const isWaiting = new WeakMap<Socket, boolean>();

Socket.prototype.write = function (this: Socket, ...given: unknown[]) {
  if (port !== "" && String(this.remotePort) === port) {
    if (!isWaiting.has(this)) this.on("data", () => isWaiting.set(this, false));
    if (isWaiting.get(this) !== true) roundTrips += 1;
    isWaiting.set(this, true);
  }
  return write.apply(this, given);
} as never;

process.on("message", () => {
  const counts: Counts = { statements: Object.fromEntries(statements), roundTrips };
  process.send?.(counts);
});
