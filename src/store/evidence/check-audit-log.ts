import type { Database } from "../database/database.ts";
import {
  type ChainBreak,
  type ChainHead,
  type ChainRecord,
  follows,
  genesis,
  TrailBroken,
} from "../events/hash-chain.ts";
import { headOf } from "../events/signed-chains.ts";
import { findForgery, isHeadSigned, type SignedHead, type Signer } from "../events/signer.ts";
import { detailsOf, effectsIn, entryBody, storyIn } from "./audit-entry.ts";
import { entryPages, type StoredEntry } from "./audit-log.ts";

export interface CheckedLog {
  /** The first record that does not verify. */
  readonly broken: ChainBreak | null;
  readonly count: number;
  /** The hashes that were asked for, by number. */
  readonly hashes: ReadonlyMap<number, string>;
}

/** @param wanted numbers whose hashes the anchors name. */
export async function checkAuditLog(
  database: Database,
  signer: Signer,
  wanted: ReadonlySet<number>,
): Promise<CheckedLog> {
  const hashes = new Map<number, string>();
  let last: ChainHead = { version: 0, hash: genesis("acts") };
  let [count, isWhole, edited, head] = [0, true, null as number | null, null as SignedHead | null];
  // Only retention deletes details, and an entry says up to which moment it did.
  let [newestBlank, retainedFrom] = [null as StoredEntry | null, -Infinity];
  // Entries may be appended meanwhile: reads on until it has seen the record that the head names.
  for (let isEnd = false; !isEnd; ) {
    const before = count;
    for await (const page of entryPages(database, {}, last.version)) {
      for (const entry of page) {
        isWhole &&= follows(entry, last);
        last = entry;
        if (wanted.has(++count)) hashes.set(count, entry.hash);
        edited ??= isEdited(entry) ? entry.version : null;
        if (entry.details === null && entry.at >= (newestBlank?.at ?? -Infinity)) newestBlank = entry;
        retainedFrom = Math.max(retainedFrom, effectsIn(entry.body).actsBefore ?? -Infinity);
      }
    }
    head = await headOf(database, "acts");
    isEnd = !isWhole || count === before || head === null || head.version <= count;
  }
  isWhole &&= head !== null && head.version === count && head.hash === last.hash;
  isWhole &&= head !== null && isHeadSigned(signer, "chain", "acts", head);
  if (newestBlank !== null && newestBlank.at >= retainedFrom) edited ??= newestBlank.version;
  const broken = isWhole ? null : findForgery(signer, "chain", "acts", await allRecords(database), head);
  return { broken: broken ?? (edited === null ? null : { version: edited, kind: "edited" }), count, hashes };
}

/** Holds and erasures are decided on the log. @throws {TrailBroken} */
export async function requireSoundLog(database: Database, signer: Signer): Promise<void> {
  const { broken } = await checkAuditLog(database, signer, new Set());
  if (broken !== null) throw new TrailBroken("reads and erasures", broken);
}

/** Finding out what was done to a chain takes all of it in memory; only a broken one is read so. */
async function allRecords(database: Database): Promise<ChainRecord[]> {
  const records: ChainRecord[] = [];
  for await (const page of entryPages(database)) records.push(...page);
  return records;
}

/** The columns beside the chained body have to be what its hash covers; null details were deleted by retention. */
function isEdited({ version, at, details, ticket, body }: StoredEntry): boolean {
  if (details === null) return ticket !== null;
  return entryBody(version, at, details, effectsIn(body)) !== body || storyIn(detailsOf(details)) !== ticket;
}
