import type { Clock } from "../../ports/clock.ts";
import type { Evidence } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import type { Keyring } from "../events/keyring.ts";
import { ticketsIn } from "../events/read-stream.ts";
import { rotateMasterKey } from "../events/rotate-master-key.ts";
import { completeProjections } from "../projections/complete.ts";
import { anchorChanges, listAnchors, makeAnchor, markPosted, newestAnchor } from "./anchors.ts";
import { applyRetention } from "./apply-retention.ts";
import { readEntries, readsOf, recordEntry } from "./audit-log.ts";
import { erasePerson, erasureOf } from "./erase-person.ts";
import { addHold, listHolds, removeHold } from "./legal-holds.ts";
import { readEvidence } from "./read-evidence.ts";
import { rebuild } from "./rebuild.ts";
import { verifyStore } from "./verify.ts";

export function createEvidence(database: Database, keyring: Keyring, clock: Clock): Evidence {
  const { signer } = keyring;

  /** Writes back the words that may stay after texts were erased. */
  async function thenComplete<Result>(work: Promise<Result>): Promise<Result> {
    const result = await work;
    await completeProjections(database, keyring);
    return result;
  }

  return {
    packSigner: keyring.packSigner,
    anchor: (at) => makeAnchor(database, signer, at),
    newestAnchor: () => newestAnchor(database),
    anchorChanges: (at) => anchorChanges(database, signer, at),
    anchors: (from) => listAnchors(database, from),
    markPosted: (number, at) => markPosted(database, number, at),
    verify: (scope, found) => verifyStore(database, keyring, scope, found),
    ticketsIn: (scope) => ticketsIn(database, scope),
    read: (scope) => readEvidence(database, keyring, scope),
    record: (entry) => recordEntry(database, keyring, clock.now(), entry),
    acts: (scope = {}) => readEntries(database, keyring, scope),
    readsOf: (ticket) => readsOf(database, keyring, ticket),
    erasureOf: (person) => erasureOf(database, keyring, person),
    erasePerson: (person, reason) =>
      thenComplete(erasePerson(database, keyring, clock.now(), person, reason)),
    applyRetention: (before) => thenComplete(applyRetention(database, signer, clock.now(), before)),
    hold: (hold) => addHold(database, signer, clock.now(), hold),
    release: (hold, reason) => removeHold(database, signer, clock.now(), hold, reason),
    holds: () => listHolds(database),
    rotateMasterKey: (counted) => rotateMasterKey(database, keyring.masters, counted),
    rebuild: (policy, progress) => rebuild(database, keyring, policy, progress),
  };
}
