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

/** The values of a statement while it is built: each stands for one that an execution is told. */
export type Placeholders<Given> = { readonly [Name in keyof Given]: Expression<Given[Name]> };

/** A statement with its values, for `Database.together`. */
export interface Filled<Row = unknown> {
  compile(db: Kysely<Schema>): CompiledQuery<Row>;
}

/** Its members are handed to `Database.query` and its kin with the values: `database.query(contactOf.first, { person })`. */
export interface Statement<Given, Row> {
  with(this: void, given: Given): Filled<Row>;
  rows(this: void, db: Kysely<Schema>, given: Given): Promise<Row[]>;
  /** The first row; undefined when there is none. */
  first(this: void, db: Kysely<Schema>, given: Given): Promise<Row | undefined>;
  /** How many rows were inserted, updated or deleted; not for statements with `returning`. */
  changed(this: void, db: Kysely<Schema>, given: Given): Promise<number>;
}

/**
 * A query that is built and compiled once per database and afterwards only filled in: building one takes several times as
 * long as SQLite needs to execute it. `build` is called once, so it must not look at values: they are placeholders. Every
 * execution is told the same properties.
 *
 *     const nameOf = statement((db, { person }: Placeholders<{ person: PersonId }>) =>
 *       db.selectFrom("people").select("name").where("person", "=", person),
 *     );
 */
export function statement<Given extends object, Row>(
  build: (db: Kysely<Schema>, given: Placeholders<Given>) => Buildable<Row>,
): Statement<Given, Row> {
  return filledIn((db, given: Given) => {
    const named = Object.keys(given).map((name) => [name, placeholder(name)]);
    return build(db, Object.fromEntries(named) as Placeholders<Given>);
  });
}

/** A query builder, or a text of `sql`. */
interface Buildable<Row> {
  compile(db: QueryExecutorProvider): CompiledQuery<Row>;
}

/** In the place of a value: its name in what an execution is told, in a list behind the number of its row. */
class Placeholder {
  readonly name: string;
  readonly row: number | null;

  constructor(name: string, row: number | null) {
    this.name = name;
    this.row = row;
  }

  valueIn(given: object): unknown {
    const row: unknown = this.row === null ? given : (given as readonly unknown[])[this.row];
    return (row as Readonly<Record<string, unknown>>)[this.name];
  }
}

const placeholder = (name: string, row: number | null = null) => sql.val(new Placeholder(name, row));

function filledIn<Given extends object, Row>(
  build: (db: Kysely<Schema>, given: Given) => Buildable<Row>,
): Statement<Given, Row> {
  /** By the adapter, of which a database has one for all its transactions. */
  const compiled = new WeakMap<object, CompiledQuery<Row>>();

  function compile(db: Kysely<Schema>, given: Given): CompiledQuery<Row> {
    const query = build(db, given).compile(db);
    noteKind(query);
    compiled.set(db.getExecutor().adapter, query);
    return query;
  }

  function fill(db: Kysely<Schema>, given: Given): CompiledQuery<Row> {
    const known = compiled.get(db.getExecutor().adapter) ?? compile(db, given);
    const { query, queryId, sql, parameters } = known;
    const values = parameters.map((value) => (value instanceof Placeholder ? value.valueIn(given) : value));
    return { query, queryId, sql, parameters: values };
  }

  const execute = (db: Kysely<Schema>, given: Given): Promise<QueryResult<Row>> =>
    db.executeQuery(fill(db, given));

  return {
    with: (given) => ({ compile: (db) => fill(db, given) }),
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

type NewRows<Table extends keyof Schema> =
  | InsertObject<Schema, Table>
  | readonly InsertObject<Schema, Table>[];

/** Inserts rows unless their key exists. @returns how many were inserted; never waits for more than a running insert. */
export async function insertNew<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  rows: NewRows<Table>,
): Promise<number> {
  return Number((await db.executeQuery(newRows(table, rows).compile(db))).numAffectedRows);
}

/** The insertion of `insertNew`. */
export function newRows<Table extends keyof Schema>(table: Table, rows: NewRows<Table>): Filled {
  const all = (Array.isArray(rows) ? rows : [rows]) as readonly Row[];
  const columns = Object.keys(all[0] ?? {});
  const name = `${table} ${columns.join()} ${all.length}`;
  const insert = inserts.get(name) ?? filledIn((db) => insertion(db, table, columns, all.length));
  if (all.length <= MOST_KEPT) inserts.set(name, insert);
  return insert.with(all);
}

function insertion(db: Kysely<Schema>, table: keyof Schema, columns: readonly string[], rows: number) {
  const row = (number: number) =>
    Object.fromEntries(columns.map((column) => [column, placeholder(column, number)]));
  return db
    .insertInto(table)
    .values(Array.from({ length: rows }, (_, number) => row(number)) as InsertObject<Schema, typeof table>[])
    .onConflict((conflict) => conflict.doNothing());
}
