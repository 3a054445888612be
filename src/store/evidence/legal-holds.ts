import type { Kysely } from "kysely";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type {
  AuditReason,
  Forbidden,
  LegalHold,
  LegalHoldResult,
  NewLegalHold,
} from "../../ports/evidence.ts";
import { type Database, outcomeOf, Rollback } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { mentions, type StreamRecord, streamPages } from "../events/read-stream.ts";
import type { Signer } from "../events/signer.ts";
import { detailsOf, EFFECT_PATTERNS, effectsIn } from "./audit-entry.ts";
import { appendEntry } from "./audit-log.ts";
import { requireSoundLog } from "./check-audit-log.ts";
import { erasedAt } from "./destroyed-keys.ts";

/** A reason that was removed from the audit log: retention never does that to a hold in force. */
export const BLANKED = "(taken out of the record)";

/** Every hold in force, oldest first. Read from the hash chain alone, so that none can be lifted unnoticed. */
export const listHolds = (database: Database): Promise<LegalHold[]> => database.query(holdsIn);

export async function holdsIn(db: Kysely<Schema>): Promise<LegalHold[]> {
  const rows = await db
    .selectFrom("audit_acts")
    .select(["number", "at", "details", "body"])
    .where((is) =>
      is.or([is("body", "like", EFFECT_PATTERNS.held), is("body", "like", EFFECT_PATTERNS.released)]),
    )
    .orderBy("number")
    .execute();
  const holds = new Map<number, LegalHold>();
  for (const { number, at, details, body } of rows) {
    const { held, released } = effectsIn(body);
    if (released !== undefined) holds.delete(released);
    if (held === undefined) continue;
    const { why: reason, who: by } = details === null ? { why: BLANKED, who: BLANKED } : detailsOf(details);
    holds.set(number, { number, kind: held.kind, subject: held.subject, reason, by, at });
  }
  return [...holds.values()];
}

export const isSame = (now: readonly LegalHold[], before: readonly LegalHold[]): boolean =>
  now.length === before.length && now.every(({ number }, index) => before[index]?.number === number);

/** A second reason is a second hold: one may end while the other goes on. */
export async function addHold(
  database: Database,
  signer: Signer,
  at: number,
  wanted: NewLegalHold,
): Promise<LegalHoldResult> {
  const { kind, subject, reason, by } = wanted;
  await requireSoundLog(database, signer);
  if (!(await isKnown(database, subject))) return { kind: "unknown" };
  try {
    const { number } = await database.transaction(async (tx) => {
      const entry = { who: by, what: "hold", about: subject, why: reason } as const;
      const recorded = await appendEntry(tx, signer, at, entry, { held: { kind, subject } });
      const same = (await holdsIn(tx)).find(
        (each) => each.subject === subject && each.reason === reason && each.number !== recorded.number,
      );
      if (same !== undefined) throw new Rollback<LegalHoldResult>({ kind: "held-already", hold: same });
      return recorded;
    });
    const erased = kind === "person" ? await erasedAt(database, subject as PersonId) : null;
    return { kind: "held", hold: { number, kind, subject, reason, by, at }, erasedAt: erased };
  } catch (error) {
    return outcomeOf<LegalHoldResult>(error);
  }
}

export async function removeHold(
  database: Database,
  signer: Signer,
  at: number,
  number: number,
  { who, why }: AuditReason,
): Promise<LegalHold | null> {
  await requireSoundLog(database, signer);
  try {
    return await database.transaction(async (tx) => {
      const hold = (await holdsIn(tx)).find((each) => each.number === number);
      if (hold === undefined) throw new Rollback(null);
      const about = `hold ${number} on ${hold.subject}`;
      await appendEntry(tx, signer, at, { who, why, what: "release", about }, { released: number });
      return hold;
    });
  } catch (error) {
    return outcomeOf<null>(error);
  }
}

/**
 * The tickets that may not lose a text, with the holds that forbid it: held ones, and every one that mentions a held
 * person. Reads all streams when a person is held; that happens at an erasure and once a night.
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
  for await (const page of streamPages(database)) {
    for (const { ticket, records } of page) {
      for (const hold of people) {
        if (mentions(records, hold.subject)) add(ticket, hold, roleOf(hold.subject, records));
      }
    }
  }
  return held;
}

/** Ids and types are not sealed. */
function roleOf(person: string, records: readonly StreamRecord[]): "sharer" | "helper" | "other" {
  const is = (member: string, type: string) =>
    records.some(({ body }) => body.includes(`"type":"${type}"`) && isIn(body, member, person));
  if (is("sharer", "TicketOpened")) return "sharer";
  return is("helper", "TicketClaimed") || is("to", "TicketHandedOver") ? "helper" : "other";
}

function isIn(body: string, member: string, person: string): boolean {
  try {
    const event = JSON.parse(body) as Readonly<Record<string, { readonly id?: unknown } | null | undefined>>;
    return event[member]?.id === person;
  } catch {
    return false;
  }
}

/** True when any record mentions this person or ticket. Ids are not sealed, so this needs no key. */
export async function isKnown(database: Database, subject: string): Promise<boolean> {
  const found = await database.query((db) =>
    db
      .selectFrom("person_keys")
      .select("person as found")
      .where("person", "=", subject)
      .unionAll(db.selectFrom("destroyed_keys").select("owner as found").where("owner", "=", subject))
      .unionAll(db.selectFrom("contacts").select("person as found").where("person", "=", subject))
      .unionAll(db.selectFrom("events").select("ticket as found").where("ticket", "=", subject).limit(1))
      .executeTakeFirst(),
  );
  if (found !== undefined) return true;
  // A person whose key was deleted without an audit entry. Reads all events, and is hardly ever needed.
  const mention = await database.query((db) =>
    db
      .selectFrom("events")
      .select("ticket")
      .where("body", "like", `%"${subject}"%`)
      .limit(1)
      .executeTakeFirst(),
  );
  return mention !== undefined;
}
