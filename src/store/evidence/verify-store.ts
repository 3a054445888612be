import type { Broken, Tally, Verification } from "../../ports/evidence.ts";
import type { Database } from "../database.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { findBreak } from "../trail/chain.ts";
import { headOfTrail, trailPages, type WholeTrail } from "../trail/trail-pages.ts";
import { checkActs } from "./acts.ts";
import { checkAnchors } from "./check-anchors.ts";
import { compareProjections } from "./compare-projections.ts";

/**
 * Is the store what was written? Every trail against its head, every anchored head against its trail, every anchor
 * against its heads, the acts, and the projections against the events.
 */
export async function verifyStore(
  database: Database,
  keyring: Keyring,
  scope: Verification,
  found: (broken: Broken) => void,
): Promise<Tally> {
  let [tickets, events] = [0, 0];
  for await (const page of trailPages(database, scope)) {
    const whole = page.filter((trail) => checkTrail(trail, found));
    if (scope.trailOnly !== true) {
      for (const broken of await compareProjections(keyring, whole)) found(broken);
    }
    tickets += page.length;
    events += page.reduce((sum, { records }) => sum + records.length, 0);
  }
  const acts = await checkActs(database);
  if (acts.broken !== null) found({ in: "act", number: acts.broken.version, how: acts.broken.kind });
  const anchors = await checkAnchors(database, acts.hashes, scope, found);
  return { tickets, events, anchors, acts: acts.hashes.length };
}

/** @returns whether the trail is whole, so that it is worth asking what its events say. */
function checkTrail(trail: WholeTrail, found: (broken: Broken) => void): boolean {
  const { ticket, records, anchored } = trail;
  const broken = findBreak(ticket, records, headOfTrail(trail));
  if (broken !== null) found({ in: "trail", ticket, version: broken.version, how: broken.kind });
  for (const { version, head, anchor } of anchored) {
    const record = records.find((each) => each.version === version);
    if (record?.hash === head) continue;
    const how = record === undefined ? "missing" : "rewritten";
    found({ in: "anchored-head", ticket, version, anchor, how });
  }
  return broken === null && records.length > 0;
}
