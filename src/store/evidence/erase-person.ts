import { type PersonId, ticketId } from "../../domain/ticket/ids.ts";
import type { AuditReason, Erasure, Forbidden, LegalHold } from "../../ports/evidence.ts";
import { batches, type Database, Rollback, type Tx } from "../database/database.ts";
import { peopleIn, unseal } from "../events/event-record.ts";
import type { Keyring } from "../events/keyring.ts";
import { ticketsIn } from "../events/read-stream.ts";
import { eraseTexts } from "../projections/complete.ts";
import { wordsOf } from "../projections/words.ts";
import { type DestroyedKey, detailsOf, type EntryDetails } from "./audit-entry.ts";
import { appendEntry, entryPages } from "./audit-log.ts";
import { requireSoundLog } from "./check-audit-log.ts";
import { erasedAt, indexDestroyed } from "./destroyed-keys.ts";
import { heldTickets, holdsIn, isKnown, isSame, listHolds } from "./legal-holds.ts";

const BATCH = 500;

/**
 * Crypto-shredding: destroys the person's key, and with it every sealed text about them; plain copies in projections are
 * emptied. The event streams stay as they are and still verify. An audit entry records it, and also a refusal.
 */
export async function erasePerson(
  database: Database,
  keyring: Keyring,
  at: number,
  person: PersonId,
  { who, why }: AuditReason,
): Promise<Erasure> {
  const planned = await planErasure(database, keyring, person);
  if (planned === null) return { kind: "unknown" };
  const { tickets, holds, against } = planned;
  if (against.length > 0) {
    const about = `${person}: held by ${[...new Set(against.map(({ hold }) => `hold ${hold.number}`))].join(", ")}`;
    await database.transaction((tx) =>
      appendEntry(tx, keyring.signer, at, { who, why, what: "not-erased", about }),
    );
    return { kind: "held", against };
  }
  const searches = await keysOfSearchesNaming(database, keyring, person);
  const before = await erasedAt(database, person);
  try {
    await database.transaction(async (tx) => {
      const destroyed = await destroyKeys(tx, person, searches);
      await tx.deleteFrom("message_files").where("about", "=", person).execute();
      await tx.deleteFrom("contacts").where("person", "=", person).execute();
      // Also of tickets whose events were deleted by hand.
      await tx.updateTable("tickets").set({ subject: "" }).where("subject_about", "=", person).execute();
      for (const batch of batches(tickets, BATCH)) await eraseTexts(tx, database.dialect, batch, person);
      const entry = { who, why, what: "erased", about: person } as const;
      const { number } = await appendEntry(
        tx,
        keyring.signer,
        at,
        entry,
        destroyed.length === 0 ? {} : { destroyed },
      );
      await indexDestroyed(tx, number, destroyed);
      // Appending the entry has locked the audit log: no hold can be added from here on.
      if (!isSame(await holdsIn(tx), holds)) throw new Rollback("holds changed");
    });
  } catch (error) {
    if (error instanceof Rollback) return await erasePerson(database, keyring, at, person, { who, why });
    throw error;
  }
  await database.query((db) => database.dialect.scrub(db));
  return { kind: "erased", tickets: tickets.length, erasedAt: before };
}

/** What an erasure would do now. */
export async function erasureOf(database: Database, keyring: Keyring, person: PersonId): Promise<Erasure> {
  const planned = await planErasure(database, keyring, person);
  if (planned === null) return { kind: "unknown" };
  const { tickets, against } = planned;
  if (against.length > 0) return { kind: "held", against };
  return { kind: "erased", tickets: tickets.length, erasedAt: await erasedAt(database, person) };
}

/** Null when nothing is about this person. @throws when the audit log is broken, which forbids an erasure. */
async function planErasure(database: Database, keyring: Keyring, person: PersonId) {
  if (!(await isKnown(database, person))) return null;
  await requireSoundLog(database, keyring.signer);
  const tickets = await ticketsIn(database, { person });
  const holds = await listHolds(database);
  return { tickets, holds, against: await holdsAgainst(database, person, tickets, holds) };
}

/** The person's key, and those of audit entries about searches for their name. */
async function destroyKeys(tx: Tx, person: PersonId, searches: readonly string[]): Promise<DestroyedKey[]> {
  const own = await tx.deleteFrom("person_keys").where("person", "=", person).returning("id").execute();
  const destroyed: DestroyedKey[] = own.map(({ id }) => [person, id]);
  for (const batch of batches(searches, BATCH)) {
    const rows = await tx
      .deleteFrom("ticket_keys")
      .where("ticket", "in", batch)
      .returning(["ticket", "id"])
      .execute();
    destroyed.push(...rows.map(({ ticket, id }): DestroyedKey => [ticket, id]));
  }
  return destroyed;
}

/** Holds on the person, or on any ticket where a text about them would be lost. */
async function holdsAgainst(
  database: Database,
  person: PersonId,
  tickets: readonly string[],
  holds: readonly LegalHold[],
): Promise<Forbidden[]> {
  const onThem = holds.filter(({ subject }) => subject === person);
  const held = await heldTickets(
    database,
    holds.filter(({ subject }) => subject !== person),
  );
  return [
    ...onThem.map((hold): Forbidden => ({ hold, ticket: null, as: null })),
    ...tickets.flatMap((ticket) => held.get(ticket) ?? []),
  ];
}

/**
 * The keys of audit entries whose search words include a part of this person's name. With the key goes the query; who
 * searched, and what they were shown, stays.
 */
async function keysOfSearchesNaming(
  database: Database,
  keyring: Keyring,
  person: PersonId,
): Promise<readonly string[]> {
  const row = await database.query((db) =>
    db.selectFrom("people").select("name").where("person", "=", person).executeTakeFirst(),
  );
  const name = new Set(wordsOf(row?.name ?? ""));
  if (name.size === 0) return [];
  const keys: string[] = [];
  for await (const page of entryPages(database)) {
    const searches = page.flatMap(({ details }) => searchIn(details));
    const keysFor = await keyring.find(
      peopleIn(searches),
      searches.map(({ key }) => ticketId(key)),
    );
    for (const { key, texts } of searches) {
      const open = unseal(texts, keysFor(ticketId(key)), key) as typeof texts;
      const { asked, incident } = open;
      const written = [asked, incident?.asked, incident?.name].map((each) => each?.text ?? "");
      if (wordsOf(written.join(" ")).some((word) => name.has(word))) keys.push(key);
    }
  }
  return keys;
}

type Search = { readonly key: string; readonly texts: Pick<EntryDetails, "asked" | "incident"> };

function searchIn(details: string | null): Search[] {
  if (details === null) return [];
  const { key, asked, incident } = detailsOf(details);
  if (key === undefined) return [];
  const texts = { ...(asked && { asked }), ...(incident && { incident }) };
  return asked === undefined && incident === undefined ? [] : [{ key, texts }];
}
