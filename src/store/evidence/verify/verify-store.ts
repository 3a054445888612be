import type { IntegrityFault, Verification, VerifiedCounts } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import { findBreak } from "../../trail/chain.ts";
import { headOfTrail, trailPages, type WholeTrail } from "../../trail/trail-pages.ts";
import { listHolds } from "../acts/holds.ts";
import { BLANKED } from "../acts/holds-in-force.ts";
import { listAnchors } from "../anchors.ts";
import { checkActs } from "./check-acts.ts";
import { actsNamedBy, checkAnchors } from "./check-anchors.ts";
import { createNames, type Names } from "./check-names.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkOrphans } from "./check-orphans.ts";
import { compareProjections } from "./compare-projections.ts";

/**
 * Is the store what was written? Every trail against its head, every anchored head against its trail, every anchor
 * against its heads, the acts, and the projections against the events.
 */
export async function verifyStore(
  database: Database,
  keyring: Keyring,
  scope: Verification,
  found: (broken: IntegrityFault) => void,
): Promise<VerifiedCounts> {
  const drawn = scope.trailOnly !== true;
  const names = createNames();
  let [tickets, events, isWhole] = [0, 0, true];
  for await (const page of trailPages(database, scope, { withSearch: drawn })) {
    const whole = page.filter((trail) => checkTrail(trail, found));
    if (drawn)
      for (const broken of await compareProjections(database, keyring, whole, names, scope.policy))
        found(broken);
    tickets += page.length;
    events += page.reduce((sum, { records }) => sum + records.length, 0);
    isWhole &&= whole.length === page.length;
  }
  if (drawn && isEverything(scope)) {
    await checkOrphans(database, found);
    // A trail that was tampered with may have had the name that seems to come from nowhere.
    if (isWhole) await checkNames(database, keyring, names, found);
  }
  const anchorsThere = await listAnchors(database);
  const acts = await checkActs(database, actsNamedBy(anchorsThere));
  if (acts.broken !== null) found({ in: "act", number: acts.broken.version, how: acts.broken.kind });
  for (const { number, reason } of await listHolds(database)) {
    if (reason === BLANKED && number !== acts.broken?.version) found({ in: "act", number, how: "edited" });
  }
  const anchors = await checkAnchors(database, anchorsThere, acts, scope, found);
  const unused = isEverything(scope) || scope.ticket !== undefined ? await checkNumbers(database, found) : [];
  return { tickets, events, anchors, acts: acts.count, unused };
}

const isEverything = ({ ticket, person, from, to }: Verification): boolean =>
  [ticket, person, from, to].every((each) => each === undefined);

/**
 * Whoever is named while the trails are being read seems to be called wrongly. So there is a second look at them, and
 * only what is still the same then was not written in the meantime.
 */
async function checkNames(
  database: Database,
  keyring: Keyring,
  names: Names,
  found: (broken: IntegrityFault) => void,
): Promise<void> {
  const suspects = await names.compare(database);
  if (suspects.size === 0) return;
  const again = createNames(new Set(suspects.keys()));
  for await (const page of trailPages(database)) await compareProjections(database, keyring, page, again);
  for (const [person, { how, stored, told }] of await again.compare(database)) {
    const before = suspects.get(person);
    if (before?.stored === stored && before.told === told) found({ in: "name", person, how });
  }
}

/** @returns whether the trail is whole, so that it is worth asking what its events say. */
function checkTrail(trail: WholeTrail, found: (broken: IntegrityFault) => void): boolean {
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
