import canonicalize from "canonicalize";
import type { Kysely } from "kysely";
import { ticketId } from "../../domain/ticket/ids.ts";
import type { Anchor } from "../../ports/evidence.ts";
import { batches, type Database, outcomeOf, pagesByKey, Rollback } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { type CounterName, readCounter } from "../events/counters.ts";
import type { ChainRecord } from "../events/hash-chain.ts";
import { numberOf } from "../events/read-stream.ts";
import { headOf, lengthen } from "../events/signed-chains.ts";
import type { Signer } from "../events/signer.ts";
import { type Leaf, leafHash, rootOf } from "./merkle.ts";

/** More heads are anchored by several anchors in a row, so that no transaction grows with the store. */
const MOST_HEADS = 50_000;
const BATCH = 5000;
const ROWS_PER_INSERT = 1000;

/** The body of an anchor, which its hash covers. */
export interface AnchorBody {
  readonly number: number;
  readonly at: number;
  readonly heads: number;
  readonly root: string;
  /** What the counters of tickets said. */
  readonly counted?: Readonly<Record<CounterName, number>>;
  /** The head of the audit log. */
  readonly acts: { readonly version: number; readonly hash: string } | null;
}

/**
 * Anchors every stream head that changed since the last anchor under one Merkle root, also when none changed: a day
 * without an anchor would be a gap. Earlier anchors cover the other heads, and each anchor's hash covers the one before.
 */
export async function makeAnchor(database: Database, signer: Signer, at: number): Promise<Anchor> {
  for (;;) {
    const leaves = await changedHeads(database);
    const record = await anchorLeaves(database, signer, at, leaves);
    if (record === null) continue;
    await markAnchored(
      database,
      leaves.map(({ ticket }) => ticket),
    );
    if (leaves.length < MOST_HEADS) return toAnchor({ ...record, posted_at: null });
  }
}

/** The same, or null when nothing changed since the newest anchor: no ticket, and no entry in the audit log. */
export async function anchorChanges(database: Database, signer: Signer, at: number): Promise<Anchor | null> {
  const newest = await newestAnchor(database);
  const end = await headOf(database, "acts");
  const isLogAnchored = newest !== null && parseAnchor(newest.body).acts?.version === end?.version;
  if (isLogAnchored && (await changedHeads(database, 1)).length === 0) return null;
  return await makeAnchor(database, signer, at);
}

/** Found by an index over the tickets that changed, so that an anchor costs nothing for the others. */
async function changedHeads(database: Database, most = MOST_HEADS): Promise<Leaf[]> {
  const heads = (after: string, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("tickets")
        .leftJoin("anchored_heads", (join) =>
          join
            .onRef("anchored_heads.ticket", "=", "tickets.id")
            .onRef("anchored_heads.version", "=", "tickets.version"),
        )
        .select(["tickets.id as ticket", "tickets.version", "tickets.head", "anchored_heads.anchor"])
        .whereRef("tickets.anchored", "<", "tickets.version")
        .where("tickets.id", ">", after)
        .orderBy("tickets.id")
        .limit(limit)
        .execute(),
    );
  const changed: Leaf[] = [];
  for await (const page of pagesByKey(BATCH, "", ({ ticket }) => ticket, heads)) {
    changed.push(...page.filter(({ anchor }) => anchor === null));
    // A process died between an anchor and the mark of its tickets.
    await markAnchored(
      database,
      page.filter(({ anchor }) => anchor !== null).map(({ ticket }) => ticket),
    );
    if (changed.length >= most) break;
  }
  const number = ({ ticket }: Leaf) => numberOf(ticketId(ticket));
  return changed.sort((one, other) => number(one) - number(other)).slice(0, most);
}

/** Apart from the anchor's transaction, which would lock the tickets. */
async function markAnchored(database: Database, tickets: readonly string[]): Promise<void> {
  for (const batch of batches(tickets, ROWS_PER_INSERT)) {
    await database.writeRelaxed((db) =>
      db
        .updateTable("tickets")
        .set((row) => ({
          anchored: row
            .selectFrom("anchored_heads")
            .select(({ fn }) => fn.coalesce(fn.max("version"), row.val(0)).as("version"))
            .whereRef("anchored_heads.ticket", "=", "tickets.id"),
        }))
        .where("id", "in", batch)
        .execute(),
    );
  }
}

/** Null when another process anchored some of these heads meanwhile: nothing was written. */
async function anchorLeaves(
  database: Database,
  signer: Signer,
  at: number,
  leaves: readonly Leaf[],
): Promise<ChainRecord | null> {
  const end = await headOf(database, "acts");
  const acts = end === null ? null : { version: end.version, hash: end.hash };
  const counted = await database.query(async (db) => ({
    ticket: (await readCounter(db, signer, "ticket")).value,
    opened: (await readCounter(db, signer, "opened")).value,
  }));
  try {
    return await database.transaction((tx) =>
      lengthen(tx, signer, "anchors", async (number) => {
        for (let from = 0; from < leaves.length; from += ROWS_PER_INSERT) {
          const rows = leaves.slice(from, from + ROWS_PER_INSERT).map(({ ticket, version, head }, index) => {
            return { ticket, version, head, anchor: number, position: from + index };
          });
          if ((await insertNew(tx, "anchored_heads", rows)) !== rows.length) throw new Rollback(null);
        }
        const body: AnchorBody = {
          number,
          at,
          heads: leaves.length,
          root: rootOf(leaves.map(leafHash)),
          counted,
          acts,
        };
        return {
          body: canonicalize(body) ?? "",
          store: ({ body, prevHash, hash }) =>
            tx.insertInto("anchors").values({ number, at, body, prev_hash: prevHash, hash }).execute(),
        };
      }),
    );
  } catch (error) {
    return outcomeOf<null>(error);
  }
}

const anchorsIn = (db: Kysely<Schema>) =>
  db
    .selectFrom("anchors")
    .select(["number as version", "body", "prev_hash as prevHash", "hash", "posted_at"]);

/** @param from the first number. */
export async function listAnchors(database: Database, from = 0): Promise<Anchor[]> {
  const rows = await database.query((db) =>
    anchorsIn(db).where("number", ">=", from).orderBy("number").execute(),
  );
  return rows.map(toAnchor);
}

export async function newestAnchor(database: Database): Promise<Anchor | null> {
  const row = await database.query((db) =>
    anchorsIn(db).orderBy("number", "desc").limit(1).executeTakeFirst(),
  );
  return row === undefined ? null : toAnchor(row);
}

export async function markPosted(database: Database, number: number, at: number): Promise<void> {
  await database.query((db) =>
    db.updateTable("anchors").set({ posted_at: at }).where("number", "=", number).execute(),
  );
}

/** The number is the row's, because the body may have been edited. */
function toAnchor(row: ChainRecord & { readonly posted_at: number | null }): Anchor {
  const { at, heads, root } = parseAnchor(row.body);
  const { version: number, body, hash, prevHash } = row;
  return { number, at, heads, root, body, hash, prevHash, posted: row.posted_at !== null };
}

const UNREADABLE: AnchorBody = { number: 0, at: 0, heads: 0, root: "", acts: null };

/** An edited body breaks the hash chain; it must not break reading the anchors. */
export function parseAnchor(body: string): AnchorBody {
  try {
    return { ...UNREADABLE, ...(JSON.parse(body) as Partial<AnchorBody>) };
  } catch {
    return UNREADABLE;
  }
}
