import type { Anchor, IntegrityFault, Verification } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import { findBreak } from "../../trail/chain.ts";
import { parseAnchor } from "../anchors.ts";
import { createTree, leafHash } from "../merkle.ts";
import { headOf } from "../own-chains.ts";
import type { CheckedActs } from "./check-acts.ts";

const PAGE = 10_000;

/** The ends that the chain of acts had when it was anchored. */
export const actsNamedBy = (anchors: readonly Anchor[]): ReadonlySet<number> =>
  new Set(anchors.map(({ body }) => parseAnchor(body).acts?.version ?? 0));

/**
 * Are the anchors what was written, one after another, and are the heads under each still the ones that it fixed?
 * @returns how many anchors were looked at.
 */
export async function checkAnchors(
  database: Database,
  anchors: readonly Anchor[],
  acts: CheckedActs,
  { from = -Infinity, posted }: Verification,
  found: (broken: IntegrityFault) => void,
): Promise<number> {
  const records = anchors.map(({ number: version, ...record }) => ({ version, ...record }));
  const broken = findBreak("anchors", records, await headOf(database, "anchors"));
  if (broken !== null) found({ in: "anchor", number: broken.version, how: broken.kind });
  if (posted !== undefined && !anchors.some((each) => isPosted(each, posted))) {
    found({ in: "anchor", number: posted.number, how: "not-posted" });
  }
  // Of one ticket, too: where it was removed with every trace, only the root of its anchor is left to tell.
  const inScope = anchors.filter(({ at }) => at >= from);
  for (const { number, root, body } of inScope) {
    if ((await rootNow(database, number)) !== root) found({ in: "anchor", number, how: "heads-changed" });
    const end = parseAnchor(body).acts;
    if (end !== null && end.version > 0 && acts.hashes.get(end.version) !== end.hash) {
      found({ in: "act", number: end.version, how: acts.count < end.version ? "truncated" : "edited" });
    }
  }
  return inScope.length;
}

/** The hash in the channel may have been shortened by whoever copied it. */
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
  let after = -1;
  for (let isEnd = false; !isEnd; ) {
    const leaves = await database.query((db) =>
      db
        .selectFrom("anchored_heads")
        .select(["ticket", "version", "head", "position"])
        .where("anchor", "=", anchor)
        .where("position", ">", after)
        .orderBy("position")
        .limit(PAGE)
        .execute(),
    );
    for (const leaf of leaves) tree.add(leafHash(leaf));
    after = leaves.at(-1)?.position ?? after;
    isEnd = leaves.length < PAGE;
  }
  return tree.root();
}
