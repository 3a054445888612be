import { type PersonId, personId, type TicketId } from "../../domain/ticket/ids.ts";
import type { AuditEntry, AuditEntryScope, RecordedAuditEntry, StoryRead } from "../../ports/evidence.ts";
import { type Database, pagesByKey, type Tx } from "../database/database.ts";
import type { ChainRecord } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { numberOf, ticketsIn } from "../events/read-stream.ts";
import { lengthen } from "../events/signed-chains.ts";
import type { Signer } from "../events/signer.ts";
import {
  detailsOf,
  detailsText,
  type Effects,
  type EntryDetails,
  entryBody,
  openEntries,
  sealEntry,
  storyIn,
} from "./audit-entry.ts";

const PAGE = 2000;

/**
 * Appends an entry to the audit log. Its hash chain covers a salted hash of the details, so that retention can
 * delete them without breaking it; names and queries in them are sealed, so that people can be erased before that.
 */
export async function recordEntry(
  database: Database,
  keyring: Keyring,
  at: number,
  entry: AuditEntry,
): Promise<RecordedAuditEntry> {
  const { sealed, key } = await sealEntry(keyring, entry);
  return await database.transaction(async (tx) => {
    if (key !== null) await tx.insertInto("ticket_keys").values(key).execute();
    return { ...(await appendEntry(tx, keyring.signer, at, sealed)), act: entry };
  });
}

/**
 * The same in the transaction of what the entry is about, so that neither exists without the other.
 * @param entry with its texts sealed.
 */
export async function appendEntry(
  tx: Tx,
  signer: Signer,
  at: number,
  entry: EntryDetails,
  effects: Effects = {},
): Promise<RecordedAuditEntry> {
  const details = detailsText(entry);
  const record = await lengthen(tx, signer, "acts", async (number) => ({
    body: entryBody(number, at, details, effects),
    store: ({ body, prevHash, hash }) =>
      tx
        .insertInto("audit_acts")
        .values({ number, at, details, ticket: storyIn(entry), body, prev_hash: prevHash, hash })
        .execute(),
  }));
  return { number: record.version, at, act: entry, hash: record.hash };
}

export interface StoredEntry extends ChainRecord {
  readonly at: number;
  readonly details: string | null;
  readonly ticket: string | null;
}

/** All entries, or those of a period, some at a time. @param behind the number after which to begin. */
export async function* entryPages(
  database: Database,
  { from = -Infinity, to = Infinity }: Pick<AuditEntryScope, "from" | "to"> = {},
  behind = 0,
): AsyncGenerator<StoredEntry[]> {
  const read = (after: number, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("audit_acts")
        .select(["number as version", "at", "details", "ticket", "body", "prev_hash as prevHash", "hash"])
        .where("number", ">", after)
        .orderBy("number")
        .limit(limit)
        .execute(),
    );
  for await (const page of pagesByKey(PAGE, behind === 0 ? -1 : behind, ({ version }) => version, read)) {
    yield page.filter(({ at }) => at >= from && at < to);
  }
}

export async function* readEntries(
  database: Database,
  keyring: Keyring,
  scope: AuditEntryScope,
): AsyncGenerator<RecordedAuditEntry> {
  const theirs = new Set(
    scope.person === undefined ? [] : await ticketsIn(database, { person: scope.person }),
  );
  for await (const page of entryPages(database, scope)) {
    const wanted = page
      .map(({ version: number, at, hash, details }) => {
        return { number, at, hash, sealed: details === null ? null : detailsOf(details) };
      })
      .filter(({ sealed }) => isInScope(sealed, scope, theirs));
    const open = await openEntries(
      keyring,
      wanted.map(({ sealed }) => sealed),
    );
    for (const { number, at, hash, sealed } of wanted) {
      yield { number, at, hash, act: sealed === null ? null : open(sealed) };
    }
  }
}

/**
 * Needs no key: who did it and whom and what it is about are ids.
 * @param theirs the tickets whose events mention the person: exporting one of them is about the person too.
 */
function isInScope(
  entry: EntryDetails | null,
  { ticket, person }: AuditEntryScope,
  theirs: ReadonlySet<TicketId>,
): boolean {
  if (ticket === undefined && person === undefined) return true;
  if (entry === null) return false;
  if (person !== undefined && !isAbout(entry, person) && !includesTicket(entry, theirs)) return false;
  return ticket === undefined || includesTicket(entry, new Set([ticket]));
}

const isAbout = ({ who, about }: EntryDetails, person: PersonId): boolean =>
  who.includes(person) || about.includes(person);

function includesTicket({ about, tickets = [] }: EntryDetails, wanted: ReadonlySet<TicketId>): boolean {
  if (about.split(/[^\w-]+/).some((word) => wanted.has(word as TicketId))) return true;
  if (tickets.length === 0) return false;
  return [...wanted]
    .map(numberOf)
    .some((number) => tickets.some(([first, last]) => first <= number && number <= last));
}

/** Who was shown the story of a ticket, oldest first. */
export async function readsOf(
  database: Database,
  keyring: Keyring,
  ticket: TicketId,
): Promise<readonly StoryRead[]> {
  const rows = await database.query((db) =>
    db
      .selectFrom("audit_acts")
      .select(["at", "details"])
      .where("ticket", "=", ticket)
      .where("details", "is not", null)
      .orderBy("number")
      .execute(),
  );
  const entries = rows.map(({ at, details }) => ({ at, sealed: detailsOf(details ?? "{}") }));
  const open = await openEntries(
    keyring,
    entries.map(({ sealed }) => sealed),
  );
  return entries.map(({ at, sealed }) => {
    const id = personId(sealed.who);
    return { at, reader: { id, name: open(sealed).name ?? { about: id, text: null } } };
  });
}
