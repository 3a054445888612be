import type { Selectable, Transaction } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { AnchoredHead, EvidenceScope } from "../../ports/evidence.ts";
import type { Database } from "../database.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Schema, TicketTable } from "../schema.ts";
import { readSearchRows, type SearchRows } from "../search/search-rows.ts";
import { isTicketId } from "../tickets/ticket-number.ts";
import type { ChainHead, ChainRecord } from "./chain.ts";

/** Records read at a time: memory is bounded by a page, or by the longest trail. Larger ones only outlive the nursery. */
const PAGE = 2000;

export type TicketRow = Selectable<TicketTable>;

export interface TrailRecord extends ChainRecord {
  readonly at: number;
}

/** Everything that is stored about one ticket's trail, of one moment. */
export interface WholeTrail {
  readonly ticket: TicketId;
  readonly records: readonly TrailRecord[];
  /** Null when the ticket has no row. */
  readonly row: TicketRow | null;
  readonly anchored: readonly AnchoredHead[];
  /** Devices that are held for it. */
  readonly holds: readonly string[];
  /** What it is found by; null unless that was asked for. */
  readonly search: SearchRows | null;
}

export const headOfTrail = ({ row }: WholeTrail): ChainHead | null =>
  row === null ? null : { version: row.version, hash: row.head };

/**
 * All trails, some at a time. Nothing is assumed about how the engine sorts texts, but that it does so always alike.
 * @param withSearch also what each ticket is found by, of the same moment.
 */
export async function* trailPages(
  database: Database,
  scope: EvidenceScope = {},
  { withSearch = false } = {},
): AsyncGenerator<WholeTrail[]> {
  let after: string | null = "";
  while (after !== null) {
    const from: string = after;
    const page: Page = await snapshot(database, async (tx) => {
      const read = await readPage(tx, from, scope.ticket);
      if (withSearch) await addSearchRows(tx, database.dialect, read.trails);
      return read;
    });
    yield page.trails.filter((trail) => isWanted(trail, scope));
    after = page.last;
  }
}

/** One moment for several statements; nothing is written and nobody waits for it. */
const snapshot = <Result>(
  database: Database,
  work: (tx: Transaction<Schema>) => Promise<Result>,
): Promise<Result> =>
  database.query((db) =>
    db.transaction().setAccessMode("read only").setIsolationLevel("repeatable read").execute(work),
  );

async function addSearchRows(
  tx: Transaction<Schema>,
  dialect: StoreDialect,
  trails: readonly Mutable[],
): Promise<void> {
  const rowsOf = await readSearchRows(tx, dialect, trails.map(({ ticket }) => ticket).filter(isTicketId));
  for (const trail of trails) if (isTicketId(trail.ticket)) trail.search = rowsOf(trail.ticket);
}

interface Page {
  readonly trails: readonly Mutable[];
  /** The ticket after which to go on; null when this was the end. */
  readonly last: string | null;
}

async function readPage(tx: Transaction<Schema>, after: string, only: TicketId | undefined): Promise<Page> {
  let events = tx
    .selectFrom("events")
    .select(["ticket", "version", "at", "body", "prev_hash as prevHash", "hash"])
    .orderBy("ticket")
    .orderBy("version");
  events = only === undefined ? events.where("ticket", ">", after) : events.where("ticket", "=", only);
  let rows = await (only === undefined ? events.limit(PAGE) : events).execute();
  const isEnd = only !== undefined || rows.length < PAGE;
  let last: string | null = null;
  if (!isEnd) {
    // The last ticket may go on behind the page, unless it is the only one: then it is read as a whole.
    const cut = rows.at(-1)?.ticket;
    const whole = rows.filter(({ ticket }) => ticket !== cut);
    if (whole.length > 0) rows = whole;
    else rows = await events.where("ticket", "=", cut ?? "").execute();
    last = rows.at(-1)?.ticket ?? null;
  }
  const range = { after, last, only };
  const trails = new Map<string, Mutable>();
  const trailOf = (ticket: string): Mutable => {
    const known = trails.get(ticket);
    if (known !== undefined) return known;
    const fresh: Mutable = {
      ticket: ticketId(ticket),
      records: [],
      row: null,
      anchored: [],
      holds: [],
      search: null,
    };
    trails.set(ticket, fresh);
    return fresh;
  };
  for (const row of rows) trailOf(row.ticket).records.push(row);
  for (const row of await ticketsIn(tx, range)) trailOf(row.id).row = row;
  for (const { ticket, ...head } of await anchoredIn(tx, range)) trailOf(ticket).anchored.push(head);
  for (const { ticket, device } of await heldIn(tx, range)) trailOf(ticket).holds.push(device);
  return { trails: [...trails.values()], last };
}

interface Mutable extends WholeTrail {
  readonly records: TrailRecord[];
  row: TicketRow | null;
  readonly anchored: AnchoredHead[];
  readonly holds: string[];
  search: SearchRows | null;
}

interface Range {
  readonly after: string;
  readonly last: string | null;
  readonly only: TicketId | undefined;
}

function ticketsIn(tx: Transaction<Schema>, { after, last, only }: Range) {
  let rows = tx.selectFrom("tickets").selectAll();
  rows = only === undefined ? rows.where("id", ">", after) : rows.where("id", "=", only);
  return (last === null ? rows : rows.where("id", "<=", last)).execute();
}

function anchoredIn(tx: Transaction<Schema>, { after, last, only }: Range) {
  let rows = tx.selectFrom("anchored_heads").select(["ticket", "version", "head", "anchor"]);
  rows = only === undefined ? rows.where("ticket", ">", after) : rows.where("ticket", "=", only);
  return (last === null ? rows : rows.where("ticket", "<=", last)).orderBy("version").execute();
}

function heldIn(tx: Transaction<Schema>, { after, last, only }: Range) {
  let rows = tx.selectFrom("device_holds").selectAll();
  rows = only === undefined ? rows.where("ticket", ">", after) : rows.where("ticket", "=", only);
  return (last === null ? rows : rows.where("ticket", "<=", last)).execute();
}

/** A trail without any record is always looked at: where it was, something was deleted. */
function isWanted(
  { records }: WholeTrail,
  { person, from = -Infinity, to = Infinity }: EvidenceScope,
): boolean {
  if (person !== undefined && !mentions(records, person)) return false;
  return records.length === 0 || records.some(({ at }) => at >= from && at < to);
}

/** Ids are not sealed, so that this can be told without any key. */
export const mentions = (records: readonly TrailRecord[], person: string): boolean => {
  const id = JSON.stringify(person);
  return records.some(({ body }) => body.includes(id));
};
