import { hash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import type { Transaction } from "kysely";
import { type PersonId, personId, type TicketId } from "../../../domain/ticket/ids.ts";
import type { AuditEntry, AuditEntryScope, RecordedAuditEntry, StoryRead } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import type { Schema } from "../../schema.ts";
import { numberOf } from "../../tickets/ticket-number.ts";
import { lengthen } from "../own-chains.ts";
import { type ActDetails, detailsOf, openActs, sealAct, storyIn } from "./act-details.ts";
import { actPages } from "./act-pages.ts";
import type { AuditSubject } from "./audit-subjects.ts";
import { ticketsIn } from "./tickets-in.ts";

const SALT_BYTES = 16;

/**
 * Adds what somebody did to the chain of acts. The chain covers a salted hash of the details, so that they can be let go
 * of one day without breaking it; names and questions in them are sealed, so that people can be erased before that.
 */
export async function recordAct(
  database: Database,
  keyring: Keyring,
  at: number,
  act: AuditEntry,
): Promise<RecordedAuditEntry> {
  const { sealed, key } = await sealAct(keyring, act);
  return await database.transaction(async (tx) => {
    if (key !== null) await tx.insertInto("ticket_keys").values(key).execute();
    return { ...(await addAct(tx, at, sealed)), act };
  });
}

/**
 * The same as part of what it tells of, so that neither is there without the other.
 * @param act with its texts sealed already. @param deed what stays known of it for good.
 */
export async function addAct(
  tx: Transaction<Schema>,
  at: number,
  act: ActDetails,
  deed: AuditSubject = {},
): Promise<RecordedAuditEntry> {
  const details = JSON.stringify({ salt: randomBytes(SALT_BYTES).toString("hex"), ...act });
  const record = await lengthen(tx, "acts", async (number) => ({
    body: actBody(number, at, details, deed),
    store: ({ body, prevHash, hash }) =>
      tx
        .insertInto("audit_acts")
        .values({ number, at, details, ticket: storyIn(act), body, prev_hash: prevHash, hash })
        .execute(),
  }));
  return { number: record.version, at, act, hash: record.hash };
}

/** What the chain covers of an act. */
export const actBody = (number: number, at: number, details: string, deed: AuditSubject): string =>
  canonicalize({ number, at, details: hash("sha256", details, "hex"), ...deed }) ?? "";

/** The acts in order, some at a time: there is one for everybody who reads a ticket. */
export async function* readActs(
  database: Database,
  keyring: Keyring,
  scope: AuditEntryScope,
): AsyncGenerator<RecordedAuditEntry> {
  const theirs = new Set(
    scope.person === undefined ? [] : await ticketsIn(database, { person: scope.person }),
  );
  for await (const page of actPages(database, scope)) {
    const wanted = page
      .map(({ details, ...act }) => ({ ...act, told: details === null ? null : detailsOf(details) }))
      .filter(({ told }) => isWanted(told, scope, theirs));
    const open = await openActs(
      keyring,
      wanted.map(({ told }) => told),
    );
    for (const { version: number, at, told, hash } of wanted) {
      yield { number, at, act: told === null ? null : open(told), hash };
    }
  }
}

/**
 * Whom and what an act is about stands in it as ids, so that this can be told without any key.
 * @param theirs the tickets in whose records the person takes part: whoever took one along read about them.
 */
function isWanted(
  told: ActDetails | null,
  { ticket, person }: AuditEntryScope,
  theirs: ReadonlySet<TicketId>,
): boolean {
  if (ticket === undefined && person === undefined) return true;
  if (told === null) return false;
  if (person !== undefined && !isOfPerson(told, person) && !takesAlong(told, theirs)) return false;
  return ticket === undefined || takesAlong(told, new Set([ticket]));
}

const isOfPerson = ({ who, about }: ActDetails, person: PersonId): boolean =>
  who.includes(person) || about.includes(person);

function takesAlong({ about, tickets = [] }: ActDetails, wanted: ReadonlySet<TicketId>): boolean {
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
  const told = rows.map(({ at, details }) => ({ at, told: detailsOf(details ?? "{}") }));
  const open = await openActs(
    keyring,
    told.map((each) => each.told),
  );
  return told.map(({ at, told: each }) => ({
    at,
    reader: { id: personId(each.who), name: open(each).name ?? { about: personId(each.who), text: null } },
  }));
}
