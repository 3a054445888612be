import { hash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import type { Act, RecordedAct } from "../../ports/evidence.ts";
import type { Database } from "../database.ts";
import { type ChainBreak, type ChainRecord, findBreak } from "../trail/chain.ts";
import { headOf, lengthen } from "./own-chains.ts";

const SALT_BYTES = 16;

interface StoredAct extends ChainRecord {
  readonly at: number;
  readonly details: string | null;
}

/**
 * Adds what somebody did to the chain of acts. The chain covers a salted hash of the details, so that they can be let go
 * of one day without breaking it.
 */
export async function recordAct(database: Database, at: number, act: Act): Promise<RecordedAct> {
  const details = JSON.stringify({ salt: randomBytes(SALT_BYTES).toString("hex"), ...act });
  const record = await database.transaction((tx) =>
    lengthen(tx, "acts", async (number) => ({
      body: bodyOf(number, at, details),
      store: ({ body, prevHash, hash }) =>
        tx
          .insertInto("audit_acts")
          .values({ number, at, details, body, prev_hash: prevHash, hash })
          .execute(),
    })),
  );
  return { number: record.version, at, act, hash: record.hash };
}

export async function listActs(database: Database): Promise<RecordedAct[]> {
  const stored = await readActs(database);
  return stored.map(({ version, at, details, hash }) => ({
    number: version,
    at,
    act: details === null ? null : actOf(details),
    hash,
  }));
}

/** @returns the first broken record and the hashes by number, for the anchors that name one. */
export async function checkActs(
  database: Database,
): Promise<{ broken: ChainBreak | null; hashes: readonly string[] }> {
  const [records, head] = [await readActs(database), await headOf(database, "acts")];
  const edited = records.find(
    ({ version, at, details, body }) => details !== null && bodyOf(version, at, details) !== body,
  );
  const broken =
    findBreak("acts", records, head) ??
    (edited === undefined ? null : ({ version: edited.version, kind: "edited" } as const));
  return { broken, hashes: records.map(({ hash }) => hash) };
}

const readActs = (database: Database): Promise<StoredAct[]> =>
  database.run((db) =>
    db
      .selectFrom("audit_acts")
      .select(["number as version", "at", "details", "body", "prev_hash as prevHash", "hash"])
      .orderBy("number")
      .execute(),
  );

const bodyOf = (number: number, at: number, details: string): string =>
  canonicalize({ number, at, details: hash("sha256", details, "hex") }) ?? "";

function actOf(details: string): Act {
  const { who, what, about, why } = JSON.parse(details) as Act;
  return { who, what, about, why };
}
