import type { Clock } from "../../ports/clock.ts";
import type { Evidence } from "../../ports/evidence.ts";
import type { Database } from "../database.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { completeSearch, rebuildSearch } from "../search/complete-search.ts";
import { readActs, readsOf, recordAct } from "./acts/acts.ts";
import { addHold, listHolds, removeHold } from "./acts/holds.ts";
import { ticketsIn } from "./acts/tickets-in.ts";
import { listAnchors, makeAnchor, markPosted, newestAnchor } from "./anchors.ts";
import { applyRetention } from "./forgetting/apply-retention.ts";
import { rebuildDestroyed } from "./forgetting/destroyed-keys.ts";
import { erasePerson } from "./forgetting/erase-person.ts";
import { readEvidence } from "./read-evidence.ts";
import { repairCounter } from "./verify/check-numbers.ts";
import { rebuild } from "./verify/rebuild.ts";
import { verifyStore } from "./verify/verify-store.ts";

export function createEvidence(database: Database, keyring: Keyring, clock: Clock): Evidence {
  /** What may stay is found again; what was let go is not. */
  async function thenComplete<Result>(work: Promise<Result>): Promise<Result> {
    const result = await work;
    await completeSearch(database, keyring);
    return result;
  }

  return {
    anchor: (at) => makeAnchor(database, at),
    newestAnchor: () => newestAnchor(database),
    anchors: () => listAnchors(database),
    markPosted: (number, at) => markPosted(database, number, at),
    verify: (scope, found) => verifyStore(database, keyring, scope, found),
    ticketsIn: (scope) => ticketsIn(database, scope),
    read: (scope) => readEvidence(database, keyring, scope),
    record: (act) => recordAct(database, keyring, clock.now(), act),
    acts: (scope = {}) => readActs(database, keyring, scope),
    readsOf: (ticket) => readsOf(database, keyring, ticket),
    erasePerson: (person, order) => thenComplete(erasePerson(database, keyring, clock.now(), person, order)),
    applyRetention: (before) => thenComplete(applyRetention(database, clock.now(), before)),
    hold: (hold) => addHold(database, clock.now(), hold),
    release: (hold, order) => removeHold(database, clock.now(), hold, order),
    holds: () => listHolds(database),
    async rebuild(policy) {
      await rebuildDestroyed(database);
      const rebuilt = await rebuild(database, keyring, policy);
      // The plain copies of what was lost in silence may be the last: whoever wants them gone has to erase.
      if (rebuilt.lost.length === 0) await rebuildSearch(database, keyring);
      return { ...rebuilt, counterWasBehind: await repairCounter(database) };
    },
  };
}
