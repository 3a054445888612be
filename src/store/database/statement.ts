import {
  type CompiledQuery,
  type Expression,
  type InsertObject,
  type Kysely,
  type QueryExecutorProvider,
  type QueryResult,
  sql,
} from "kysely";
import { noteKind } from "./flush-after-writes.ts";
import type { Schema } from "./schema.ts";

/** The parameters of a statement while it is built: each stands for a value that an execution is told. */
export type Placeholders<Given> = { readonly [Name in keyof Given]: Expression<Given[Name]> };

/** Its members are handed to `Database.query` and its kin with the values: `database.query(contactOf.first, { person })`. */
export interface Statement<Given, Row> {
  rows(this: void, db: Kysely<Schema>, given: Given): Promise<Row[]>;
  /** The first row; undefined when there is none. */
  first(this: void, db: Kysely<Schema>, given: Given): Promise<Row | undefined>;
  /** How many rows were inserted, updated or deleted; not for statements with `returning`. */
  changed(this: void, db: Kysely<Schema>, given: Given): Promise<number>;
}

/**
 * A query that is built and compiled once per database and afterwards only filled in: building one takes several times as
 * long as SQLite needs to execute it. `build` is called once, so it must not look at values: they are placeholders.
 *
 *     const nameOf = statement((db, { person }: Placeholders<{ person: PersonId }>) =>
 *       db.selectFrom("people").select("name").where("person", "=", person),
 *     );
 */
export function statement<Given, Row>(
  build: (db: Kysely<Schema>, given: Placeholders<Given>) => Buildable<Row>,
): Statement<Given, Row> {
  return filledIn((db) => build(db, NAMED as Placeholders<Given>));
}

/** A query builder, or a text of `sql`. */
interface Buildable<Row> {
  compile(db: QueryExecutorProvider): CompiledQuery<Row>;
}

/** In the place of a value. */
class Placeholder {
  readonly valueIn: (given: never) => unknown;

  constructor(valueIn: (given: never) => unknown) {
    this.valueIn = valueIn;
  }
}

const placeholder = <Given>(valueIn: (given: Given) => unknown) => sql.val(new Placeholder(valueIn));

const NAMED: unknown = new Proxy(
  {},
  { get: (_, name: string) => placeholder((given: Readonly<Record<string, unknown>>) => given[name]) },
);

function filledIn<Given, Row>(build: (db: Kysely<Schema>) => Buildable<Row>): Statement<Given, Row> {
  /** By the adapter, of which a database has one for all its transactions. */
  const compiled = new WeakMap<object, CompiledQuery<Row>>();

  function compile(db: Kysely<Schema>): CompiledQuery<Row> {
    const query = build(db).compile(db);
    noteKind(query);
    compiled.set(db.getExecutor().adapter, query);
    return query;
  }

  function execute(db: Kysely<Schema>, given: Given): Promise<QueryResult<Row>> {
    const { query, queryId, sql, parameters } = compiled.get(db.getExecutor().adapter) ?? compile(db);
    const values = parameters.map((value) =>
      value instanceof Placeholder ? value.valueIn(given as never) : value,
    );
    return db.executeQuery({ query, queryId, sql, parameters: values });
  }

  return {
    rows: async (db, given) => (await execute(db, given)).rows,
    first: async (db, given) => (await execute(db, given)).rows[0],
    changed: async (db, given) => Number((await execute(db, given)).numAffectedRows),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** One statement for each table, choice of columns and number of rows. */
const inserts = new Map<string, Statement<readonly Row[], unknown>>();
/** Insertions of more rows are rare, and compiled each time. */
const MOST_KEPT = 8;

/** Inserts rows unless their key exists. @returns how many were inserted; never waits for more than a running insert. */
export async function insertNew<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  rows: InsertObject<Schema, Table> | readonly InsertObject<Schema, Table>[],
): Promise<number> {
  const all = (Array.isArray(rows) ? rows : [rows]) as readonly Row[];
  const columns = Object.keys(all[0] ?? {});
  const name = `${table} ${columns.join()} ${all.length}`;
  const insert = inserts.get(name) ?? filledIn((db) => insertion(db, table, columns, all.length));
  if (all.length <= MOST_KEPT) inserts.set(name, insert);
  return insert.changed(db, all);
}

function insertion(db: Kysely<Schema>, table: keyof Schema, columns: readonly string[], rows: number) {
  const row = (number: number) =>
    Object.fromEntries(
      columns.map((column) => [column, placeholder((given: readonly Row[]) => given[number]?.[column])]),
    );
  return db
    .insertInto(table)
    .values(Array.from({ length: rows }, (_, number) => row(number)) as InsertObject<Schema, typeof table>[])
    .onConflict((conflict) => conflict.doNothing());
}
