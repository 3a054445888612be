import type { Anchor, IntegrityFault, Verification } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import { headOf } from "../events/signed-chains.ts";
import { findForgery, type Signer } from "../events/signer.ts";
import { parseAnchor } from "./anchors.ts";
import type { CheckedLog } from "./check-audit-log.ts";
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
  signer: Signer,
  anchors: readonly Anchor[],
  log: CheckedLog,
  { from = -Infinity, posted, outside = [] }: Verification,
  found: (fault: IntegrityFault) => void,
): Promise<number> {
  const records = anchors.map(({ number: version, ...record }) => ({ version, ...record }));
  const broken = findForgery(signer, "chain", "anchors", records, await headOf(database, "anchors"));
  if (broken !== null) found({ in: "anchor", number: broken.version, how: broken.kind });
  const byNumber = new Map(anchors.map((each) => [each.number, each]));
  for (const each of posted === undefined ? outside : [...outside, posted]) {
    const stored = byNumber.get(each.number);
    if (stored === undefined || !isPosted(stored, each))
      found({ in: "anchor", number: each.number, how: "not-posted" });
  }
  // Also for one ticket: of a ticket that was removed completely only the root of its anchor is left.
  const inScope = anchors.filter(({ at }) => at >= from);
  const roots = await rootsNow(database);
  const empty = createTree().root();
  for (const { number, root, body } of inScope) {
    if ((roots.get(number) ?? empty) !== root) found({ in: "anchor", number, how: "heads-changed" });
    const end = parseAnchor(body).acts;
    if (end !== null && end.version > 0 && log.hashes.get(end.version) !== end.hash) {
      found({ in: "act", number: end.version, how: log.count < end.version ? "truncated" : "edited" });
    }
  }
  return inScope.length;
}

/** The hash from the audit channel may have been copied in part. */
const LEAST_DIGITS = 12;
const isPosted = (anchor: { readonly hash: string }, posted: { readonly hash: string }): boolean =>
  posted.hash.length >= LEAST_DIGITS && anchor.hash.startsWith(posted.hash.toLowerCase());

/** The roots of the heads as they are stored now, anchor after anchor, in one pass. */
async function rootsNow(database: Database): Promise<ReadonlyMap<number, string>> {
  const roots = new Map<number, string>();
  let tree = createTree();
  let last = { anchor: 0, position: -1 };
  for (;;) {
    const { anchor, position } = last;
    const leaves = await database.query((db) =>
      db
        .selectFrom("anchored_heads")
        .select(["ticket", "version", "head", "anchor", "position"])
        .where(({ eb, refTuple, tuple }) => eb(refTuple("anchor", "position"), ">", tuple(anchor, position)))
        .orderBy("anchor")
        .orderBy("position")
        .limit(PAGE)
        .execute(),
    );
    for (const leaf of leaves) {
      if (leaf.anchor !== last.anchor) {
        roots.set(last.anchor, tree.root());
        tree = createTree();
      }
      tree.add(leafHash(leaf));
      last = leaf;
    }
    if (leaves.length < PAGE) return roots.set(last.anchor, tree.root());
  }
}
