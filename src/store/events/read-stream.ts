import { type RawBuilder, sql } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { AnchoredHead, EvidenceScope } from "../../ports/evidence.ts";
import type { TrailEntry } from "../../ports/ticket-store.ts";
import type { Database, Tx } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";
import { openEvent, type PersonKeys, parseEvent, peopleIn } from "./event-record.ts";
import type { ChainRecord } from "./hash-chain.ts";
import type { Keyring } from "./keyring.ts";
import type { SignedHead } from "./signer.ts";

/** The event stream of one ticket. */
export interface StoredStream {
  readonly records: readonly ChainRecord[];
  /** Null when the ticket has no row. */
  readonly head: SignedHead | null;
  /** The newest audit entry that records destroyed keys: while it is the same, no key was destroyed. */
  readonly erasures: number;
}

const streamOf = statement((db, { ticket, after }: Placeholders<{ ticket: TicketId; after: number }>) =>
  db
    .selectFrom(sql<{ id: string }>`(select cast(${ticket} as text) as id)`.as("wanted"))
    .leftJoin("tickets", "tickets.id", "wanted.id")
    .leftJoin("events", (join) =>
      join.onRef("events.ticket", "=", "wanted.id").on("events.version", ">", after),
    )
    .select(["tickets.version as head_version", "tickets.head as head_hash", "tickets.head_mac"])
    .select(["events.version", "events.body", "events.prev_hash", "events.hash"])
    .select((row) =>
      row
        .selectFrom("destroyed_keys")
        .select(({ fn }) => fn.max("act").as("act"))
        .as("erasures"),
    )
    .orderBy("events.version"),
);

/**
 * Everything in one statement, so that it belongs to the same moment.
 * @param after the version after which the records begin.
 */
export async function readStream(database: Database, ticket: TicketId, after = 0): Promise<StoredStream> {
  const rows = await database.query(streamOf.rows, { ticket, after });
  const records = rows.flatMap(({ version, body, prev_hash: prevHash, hash }) =>
    version === null || body === null || prevHash === null || hash === null
      ? []
      : [{ version, body, prevHash, hash }],
  );
  const { head_version: version = null, head_hash: hash = null, head_mac: mac, erasures } = rows[0] ?? {};
  return {
    records,
    head: version === null || hash === null ? null : { version, hash, mac: mac ?? "" },
    erasures: erasures ?? 0,
  };
}

/** The records as events, with the personal texts whose keys still exist. @throws {EventUnreadable} */
export async function openStream(
  keyring: Keyring,
  ticket: TicketId,
  records: readonly ChainRecord[],
): Promise<TrailEntry[]> {
  const people = peopleIn(records.map(({ version, body }) => parseEvent(ticket, version, body)));
  return openRecords(ticket, records, (await keyring.find(people, [ticket]))(ticket));
}

/** The same with keys that are at hand. @throws {EventUnreadable} */
export const openRecords = (
  ticket: TicketId,
  records: readonly ChainRecord[],
  keys: PersonKeys,
): TrailEntry[] =>
  records.map(({ version, body, hash }) => {
    const event = openEvent(ticket, version, parseEvent(ticket, version, body), keys);
    return { version, hash, event };
  });

/** Events read at a time: memory is bounded by a page, or by the longest stream. */
const PAGE = 2000;

export interface StreamRecord extends ChainRecord {
  readonly at: number;
}

/** Everything that is stored about one ticket's event stream, at one moment. */
export interface WholeStream {
  readonly ticket: TicketId;
  readonly records: readonly StreamRecord[];
  /** Null when the ticket has no row. */
  readonly head: SignedHead | null;
  readonly anchored: readonly AnchoredHead[];
  /** What the ticket's row says is anchored. */
  readonly markedUpTo: number;
}

export interface StreamPage<Extra> {
  readonly streams: readonly WholeStream[];
  readonly extra: Extra;
}

/** Tickets that follow one another in the engine's order of their ids; everything about them is between two ids. */
export interface TicketSpan {
  readonly tickets: readonly TicketId[];
  /** They begin after this id; null when they are one ticket alone. */
  readonly after: string | null;
  /** The last id; null where there is no end. */
  readonly last: string | null;
}

/** The condition that a column has the id of one of these tickets: the same statement for any of them. */
export function isWithin(column: string, { after, last }: Omit<TicketSpan, "tickets">): RawBuilder<boolean> {
  const id = sql.ref(column);
  if (after === null) return sql<boolean>`${id} = ${last}`;
  return last === null
    ? sql<boolean>`${id} > ${after}`
    : sql<boolean>`(${id} > ${after} and ${id} <= ${last})`;
}

/** All streams of a scope, some at a time. */
export async function* streamPages(
  database: Database,
  scope: EvidenceScope = {},
): AsyncGenerator<readonly WholeStream[]> {
  for await (const { streams } of streamPagesWith(database, scope, async () => null)) yield streams;
}

/** A part of all ticket ids, in the engine's order: after one id, up to and with another. */
export interface TicketRange {
  readonly after: string;
  /** Null: to the end. */
  readonly last: string | null;
}
const EVERY_TICKET: TicketRange = { after: "", last: null };

/**
 * The same, with what else is to be read at the same moment. Assumes nothing about how the engine sorts texts, only that
 * it always sorts alike.
 */
export async function* streamPagesWith<Extra>(
  database: Database,
  scope: EvidenceScope,
  readExtra: (tx: Tx, span: TicketSpan) => Promise<Extra>,
  range = EVERY_TICKET,
): AsyncGenerator<StreamPage<Extra>> {
  let after: string | null = range.after;
  while (after !== null) {
    const from: string = after;
    // A snapshot for several statements; it writes nothing and takes no lock.
    const page = await database.query((db) =>
      db
        .transaction()
        .setAccessMode("read only")
        .setIsolationLevel("repeatable read")
        .execute(async (tx) => {
          const { streams, last } = await readPage(tx, { after: from, last: range.last }, scope.ticket);
          const tickets = streams.map(({ ticket }) => ticket).filter(isTicketId);
          const span =
            scope.ticket === undefined ? { after: from, last: last ?? range.last } : oneTicket(scope.ticket);
          return { streams, last, extra: await readExtra(tx, { tickets, ...span }) };
        }),
    );
    yield { streams: page.streams.filter((stream) => isInScope(stream, scope)), extra: page.extra };
    after = page.last;
  }
}

const oneTicket = (ticket: TicketId) => ({ after: null, last: ticket });

interface Page {
  readonly streams: readonly WholeStream[];
  /** The ticket after which the next page begins; null on the last one. */
  readonly last: string | null;
}

async function readPage(tx: Tx, range: TicketRange, only: TicketId | undefined): Promise<Page> {
  const wanted = only === undefined ? range : oneTicket(only);
  const events = (of: Omit<TicketSpan, "tickets">) =>
    tx
      .selectFrom("events")
      .select(["ticket", "version", "at", "body", "prev_hash as prevHash", "hash"])
      .where(isWithin("ticket", of))
      .orderBy("ticket")
      .orderBy("version");
  let records = await (only === undefined ? events(wanted).limit(PAGE) : events(wanted)).execute();
  let last: string | null = null;
  if (only === undefined && records.length === PAGE) {
    // The last stream may continue beyond the page, unless it is the only one: then it is read as a whole.
    const cut = records.at(-1)?.ticket ?? "";
    const whole = records.filter(({ ticket }) => ticket !== cut);
    records = whole.length > 0 ? whole : await events({ after: null, last: cut }).execute();
    last = records.at(-1)?.ticket ?? null;
  }
  const these = last === null ? wanted : { after: range.after, last };
  const heads = await tx
    .selectFrom("tickets")
    .select(["id", "version", "head as hash", "head_mac as mac", "anchored as markedUpTo"])
    .where(isWithin("id", these))
    .execute();
  const anchored = await tx
    .selectFrom("anchored_heads")
    .select(["ticket", "version", "head", "anchor"])
    .where(isWithin("ticket", these))
    .orderBy("ticket")
    .orderBy("version")
    .execute();
  const recordsOf = Map.groupBy(records, ({ ticket }) => ticket);
  const headOf = new Map(heads.map((head) => [head.id, head]));
  const anchoredOf = Map.groupBy(anchored, ({ ticket }) => ticket);
  const tickets = new Set([...recordsOf.keys(), ...headOf.keys(), ...anchoredOf.keys()]);
  const streams = [...tickets].sort().map((ticket) => ({
    ticket: ticketId(ticket),
    records: recordsOf.get(ticket) ?? [],
    head: headOf.get(ticket) ?? null,
    markedUpTo: headOf.get(ticket)?.markedUpTo ?? 0,
    anchored: (anchoredOf.get(ticket) ?? []).map(({ version, head, anchor }) => ({ version, head, anchor })),
  }));
  return { streams, last };
}

/** A stream without any record is always in scope: events were deleted there. */
function isInScope(
  { records }: WholeStream,
  { person, from = -Infinity, to = Infinity }: EvidenceScope,
): boolean {
  if (person !== undefined && !mentions(records, person)) return false;
  return records.length === 0 || records.some(({ at }) => at >= from && at < to);
}

/** Ids are not sealed, so this needs no key. */
export const mentions = (records: readonly StreamRecord[], person: string): boolean => {
  const id = JSON.stringify(person);
  return records.some(({ body }) => body.includes(id));
};

/** The tickets of a scope; of a person, every one whose events mention them. Needs no key. */
export async function ticketsIn(database: Database, scope: EvidenceScope): Promise<TicketId[]> {
  if (Object.values(scope).every((each) => each === undefined)) return await everyTicket(database);
  const tickets: TicketId[] = [];
  for await (const page of streamPages(database, scope)) {
    tickets.push(...page.filter(({ records }) => records.length > 0).map(({ ticket }) => ticket));
  }
  return tickets;
}

/** From the key of the table alone. */
async function everyTicket(database: Database): Promise<TicketId[]> {
  const rows = await database.query((db) =>
    db.selectFrom("events").select("ticket").distinct().orderBy("ticket").execute(),
  );
  return rows.map(({ ticket }) => ticketId(ticket));
}

const FORM = /^BK-(\d{1,9})$/;

export function numberOf(ticket: TicketId): number {
  const digits = FORM.exec(ticket)?.[1];
  if (digits === undefined) throw new Error(`${ticket} is not a ticket's id: it would be BK-1042`);
  return Number(digits);
}

/** False for a value that was written into the tables by hand. */
export const isTicketId = (text: string): boolean => FORM.test(text);
