import type { Anchor, IntegrityFault, Verification } from "../../ports/evidence.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import { findBreak } from "../events/hash-chain.ts";
import { parseAnchor } from "./anchors.ts";
import type { CheckedLog } from "./check-audit-log.ts";
import { headOf } from "./evidence-chains.ts";
import { createTree, leafHash } from "./merkle.ts";

const PAGE = 10_000;

/** The heads that the audit log had when it was anchored. */
export const actsNamedBy = (anchors: readonly Anchor[]): ReadonlySet<number> =>
  new Set(anchors.map(({ body }) => parseAnchor(body).acts?.version ?? 0));

/**
 * Verifies the hash chain of the anchors, and the Merkle root of each against the heads that it anchored.
 * @returns how many anchors were checked.
 */
export async function checkAnchors(
  database: Database,
  anchors: readonly Anchor[],
  log: CheckedLog,
  { from = -Infinity, posted }: Verification,
  found: (fault: IntegrityFault) => void,
): Promise<number> {
  const records = anchors.map(({ number: version, ...record }) => ({ version, ...record }));
  const broken = findBreak("anchors", records, await headOf(database, "anchors"));
  if (broken !== null) found({ in: "anchor", number: broken.version, how: broken.kind });
  if (posted !== undefined && !anchors.some((each) => isPosted(each, posted))) {
    found({ in: "anchor", number: posted.number, how: "not-posted" });
  }
  // Also for one ticket: of a ticket that was removed completely only the root of its anchor is left.
  const inScope = anchors.filter(({ at }) => at >= from);
  for (const { number, root, body } of inScope) {
    if ((await rootNow(database, number)) !== root) found({ in: "anchor", number, how: "heads-changed" });
    const end = parseAnchor(body).acts;
    if (end !== null && end.version > 0 && log.hashes.get(end.version) !== end.hash) {
      found({ in: "act", number: end.version, how: log.count < end.version ? "truncated" : "edited" });
    }
  }
  return inScope.length;
}

/** The hash from the audit channel may have been copied in part. */
const LEAST_DIGITS = 12;
const isPosted = (
  anchor: { readonly number: number; readonly hash: string },
  posted: { readonly number: number; readonly hash: string },
): boolean =>
  anchor.number === posted.number &&
  posted.hash.length >= LEAST_DIGITS &&
  anchor.hash.startsWith(posted.hash.toLowerCase());

async function rootNow(database: Database, anchor: number): Promise<string> {
  const tree = createTree();
  const leaves = (after: number, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("anchored_heads")
        .select(["ticket", "version", "head", "position"])
        .where("anchor", "=", anchor)
        .where("position", ">", after)
        .orderBy("position")
        .limit(limit)
        .execute(),
    );
  for await (const page of pagesByKey(PAGE, -1, ({ position }) => position, leaves)) {
    for (const leaf of page) tree.add(leafHash(leaf));
  }
  return tree.root();
}
