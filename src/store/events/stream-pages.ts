import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { AnchoredHead, EvidenceScope } from "../../ports/evidence.ts";
import type { Database, Tx } from "../database/database.ts";
import type { ChainHead, ChainRecord } from "./hash-chain.ts";
import { isTicketId } from "./ticket-number.ts";

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
  readonly head: ChainHead | null;
  readonly anchored: readonly AnchoredHead[];
}

export interface StreamPage<Extra> {
  readonly streams: readonly WholeStream[];
  readonly extra: Extra;
}

/** All streams of a scope, some at a time. */
export async function* streamPages(
  database: Database,
  scope: EvidenceScope = {},
): AsyncGenerator<readonly WholeStream[]> {
  for await (const { streams } of streamPagesWith(database, scope, async () => null)) yield streams;
}

/**
 * The same, with what else is to be read at the same moment. Assumes nothing about how the engine sorts texts, only that
 * it always sorts alike.
 */
export async function* streamPagesWith<Extra>(
  database: Database,
  scope: EvidenceScope,
  readExtra: (tx: Tx, tickets: readonly TicketId[]) => Promise<Extra>,
): AsyncGenerator<StreamPage<Extra>> {
  let after: string | null = "";
  while (after !== null) {
    const from: string = after;
    // A snapshot for several statements; it writes nothing and takes no lock.
    const page = await database.query((db) =>
      db
        .transaction()
        .setAccessMode("read only")
        .setIsolationLevel("repeatable read")
        .execute(async (tx) => {
          const { streams, last } = await readPage(tx, from, scope.ticket);
          const tickets = streams.map(({ ticket }) => ticket).filter(isTicketId);
          return { streams, last, extra: await readExtra(tx, tickets) };
        }),
    );
    yield { streams: page.streams.filter((stream) => isInScope(stream, scope)), extra: page.extra };
    after = page.last;
  }
}

interface Page {
  readonly streams: readonly WholeStream[];
  /** The ticket after which the next page begins; null on the last one. */
  readonly last: string | null;
}

async function readPage(tx: Tx, after: string, only: TicketId | undefined): Promise<Page> {
  let events = tx
    .selectFrom("events")
    .select(["ticket", "version", "at", "body", "prev_hash as prevHash", "hash"])
    .orderBy("ticket")
    .orderBy("version");
  events = only === undefined ? events.where("ticket", ">", after) : events.where("ticket", "=", only);
  let records = await (only === undefined ? events.limit(PAGE) : events).execute();
  let last: string | null = null;
  if (only === undefined && records.length === PAGE) {
    // The last stream may continue beyond the page, unless it is the only one: then it is read as a whole.
    const cut = records.at(-1)?.ticket;
    const whole = records.filter(({ ticket }) => ticket !== cut);
    records = whole.length > 0 ? whole : await events.where("ticket", "=", cut ?? "").execute();
    last = records.at(-1)?.ticket ?? null;
  }
  let heads = tx.selectFrom("tickets").select(["id", "version", "head as hash"]);
  heads = only === undefined ? heads.where("id", ">", after) : heads.where("id", "=", only);
  if (last !== null) heads = heads.where("id", "<=", last);
  let anchored = tx.selectFrom("anchored_heads").select(["ticket", "version", "head", "anchor"]);
  anchored = only === undefined ? anchored.where("ticket", ">", after) : anchored.where("ticket", "=", only);
  if (last !== null) anchored = anchored.where("ticket", "<=", last);
  const recordsOf = Map.groupBy(records, ({ ticket }) => ticket);
  const headOf = new Map((await heads.execute()).map(({ id, version, hash }) => [id, { version, hash }]));
  const anchoredOf = Map.groupBy(await anchored.orderBy("version").execute(), ({ ticket }) => ticket);
  const tickets = new Set([...recordsOf.keys(), ...headOf.keys(), ...anchoredOf.keys()]);
  const streams = [...tickets].map((ticket) => ({
    ticket: ticketId(ticket),
    records: recordsOf.get(ticket) ?? [],
    head: headOf.get(ticket) ?? null,
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
  const tickets: TicketId[] = [];
  for await (const page of streamPages(database, scope)) {
    tickets.push(...page.filter(({ records }) => records.length > 0).map(({ ticket }) => ticket));
  }
  return tickets;
}
