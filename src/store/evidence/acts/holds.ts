import type { Kysely } from "kysely";
import type { PersonId } from "../../../domain/ticket/ids.ts";
import type {
  AuditReason,
  Forbidden,
  LegalHold,
  LegalHoldResult,
  NewLegalHold,
} from "../../../ports/evidence.ts";
import { type Database, Rollback } from "../../database.ts";
import type { Schema } from "../../schema.ts";
import { mentions, type TrailRecord, trailPages } from "../../trail/trail-pages.ts";
import { erasedAt } from "../forgetting/destroyed-keys.ts";
import { addAct } from "./acts.ts";
import { DEED_PATTERNS } from "./audit-subjects.ts";
import { type HoldRow, holdsAfter } from "./holds-in-force.ts";
import { isKnown } from "./known-subjects.ts";

/** Every hold in force, oldest first: from the chain of acts alone, so that none can be lifted in silence. */
export const listHolds = (database: Database): Promise<LegalHold[]> => database.query(holdsIn);

export async function holdsIn(db: Kysely<Schema>): Promise<LegalHold[]> {
  const rows: HoldRow[] = await db
    .selectFrom("audit_acts")
    .select(["number", "at", "details", "body"])
    .where((is) =>
      is.or([
        is("body", "like", DEED_PATTERNS.held),
        is("body", "like", DEED_PATTERNS.released),
        // So they were recorded before the body said what an act brought about.
        is("details", "like", '%"what":"hold"%'),
        is("details", "like", '%"what":"release"%'),
      ]),
    )
    .orderBy("number")
    .execute();
  return holdsAfter(rows);
}

/** A second reason is a second hold: the one may end while the other goes on. */
export async function addHold(
  database: Database,
  at: number,
  wanted: NewLegalHold,
): Promise<LegalHoldResult> {
  const { kind, subject, reason, by } = wanted;
  if (!(await isKnown(database, subject))) return { kind: "unknown" };
  try {
    const { number } = await database.transaction(async (tx) => {
      const act = await addAct(
        tx,
        at,
        { who: by, what: "hold", about: subject, why: reason },
        { held: { kind, subject } },
      );
      const same = (await holdsIn(tx)).find(
        (each) => each.subject === subject && each.reason === reason && each.number !== act.number,
      );
      if (same !== undefined) throw new Rollback<LegalHold>(same);
      return act;
    });
    const erased = kind === "person" ? await erasedAt(database, subject as PersonId) : null;
    return { kind: "held", hold: { number, ...wanted, at }, erasedAt: erased };
  } catch (error) {
    if (error instanceof Rollback) return { kind: "held-already", hold: error.outcome as LegalHold };
    throw error;
  }
}

export async function removeHold(
  database: Database,
  at: number,
  number: number,
  order: AuditReason,
): Promise<LegalHold | null> {
  try {
    return await database.transaction(async (tx) => {
      const hold = (await holdsIn(tx)).find((each) => each.number === number);
      if (hold === undefined) throw new Rollback(null);
      const about = `hold ${number} on ${hold.subject}`;
      await addAct(tx, at, { ...order, what: "release", about }, { released: number });
      return hold;
    });
  } catch (error) {
    if (error instanceof Rollback) return null;
    throw error;
  }
}

/**
 * The tickets that may not lose a word, with the holds that say so: held ones, and every one in which a held person
 * takes part. Reads all trails when a person is held; that happens at an erasure and once a night.
 */
export async function heldTickets(
  database: Database,
  holds: readonly LegalHold[],
): Promise<ReadonlyMap<string, readonly Forbidden[]>> {
  const held = new Map<string, Forbidden[]>();
  const add = (ticket: string, hold: LegalHold, as: Forbidden["as"]) =>
    held.set(ticket, [...(held.get(ticket) ?? []), { hold, ticket, as }]);
  for (const hold of holds) if (hold.kind === "ticket") add(hold.subject, hold, null);
  const people = holds.filter(({ kind }) => kind === "person");
  if (people.length === 0) return held;
  for await (const page of trailPages(database)) {
    for (const { ticket, records } of page) {
      for (const hold of people) {
        if (mentions(records, hold.subject)) add(ticket, hold, partOf(hold.subject, records));
      }
    }
  }
  return held;
}

/** Ids and types stand in the open, in canonical JSON. */
function partOf(person: string, records: readonly TrailRecord[]): "sharer" | "helper" | "other" {
  const is = (member: string, types: readonly string[]) =>
    records.some(
      ({ body }) => types.some((type) => body.includes(`"type":"${type}"`)) && isIn(body, member, person),
    );
  if (is("sharer", ["TicketOpened"])) return "sharer";
  return is("helper", ["TicketClaimed"]) || is("to", ["TicketHandedOver"]) ? "helper" : "other";
}

function isIn(body: string, member: string, person: string): boolean {
  try {
    const event = JSON.parse(body) as Readonly<Record<string, { readonly id?: unknown } | null | undefined>>;
    return event[member]?.id === person;
  } catch {
    return false;
  }
}
