import { availableParallelism } from "node:os";
import type { IntegrityFault, Verification, VerifiedCounts } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import { readCounter } from "../events/counters.ts";
import type { Keyring } from "../events/keyring.ts";
import { streamPages } from "../events/read-stream.ts";
import { comparisons } from "../projections/index.ts";
import type { Verification as Comparison, Replayed } from "../projections/projection.ts";
import { checkThreads } from "../threads/check-threads.ts";
import { listAnchors } from "./anchors.ts";
import { checkActions } from "./check-actions.ts";
import { actsNamedBy, checkAnchors } from "./check-anchors.ts";
import { checkAuditLog } from "./check-audit-log.ts";
import { checkNumbers } from "./check-numbers.ts";
import { restoredKeys } from "./destroyed-keys.ts";
import { BLANKED, listHolds } from "./legal-holds.ts";
import { replayWithLost, type StreamCounts, verifyStreams } from "./verify-streams.ts";
import { ticketRanges, verifyInThreads } from "./verify-threads.ts";

/** Of some thousand tickets each. */
const RANGES_WORTH_THREADS = 4;
/** Each takes some hundred megabytes of memory. */
const MOST_THREADS = 8;

/**
 * Verifies the hash chain of every stream, its anchored heads, the Merkle root of every anchor, the audit log, and the
 * projections against the events.
 */
export async function verifyStore(
  database: Database,
  keyring: Keyring,
  scope: Verification,
  found: (fault: IntegrityFault) => void,
): Promise<VerifiedCounts> {
  const checks = comparisons(database.dialect, scope);
  const { signer } = keyring;
  const opened = () => database.query((db) => readCounter(db, signer, "opened"));
  const openedBefore = await opened();
  const { tickets, stored, events, isWhole } = await verifyAll(database, keyring, scope, checks, found);
  if (isEverything(scope)) {
    const everyTicket = () => replayAll(database, keyring);
    for (const { rest } of checks) {
      for await (const fault of rest?.({ database, isWhole, everyTicket }) ?? []) found(fault);
    }
  }
  if (isEverything(scope) || scope.ticket !== undefined) await checkThreads(database, keyring, scope, found);
  const anchors = await listAnchors(database);
  const log = await checkAuditLog(database, signer, actsNamedBy(anchors));
  if (log.broken !== null) found({ in: "act", number: log.broken.version, how: log.broken.kind });
  for (const { number, reason } of await listHolds(database)) {
    if (reason === BLANKED && number !== log.broken?.version) found({ in: "act", number, how: "edited" });
  }
  const anchorCount = await checkAnchors(database, signer, anchors, log, scope, found);
  const areNumbersAsked = isEverything(scope) || scope.ticket !== undefined;
  const unused = areNumbersAsked ? await checkNumbers(database, signer, anchors, found) : [];
  if (isEverything(scope)) {
    // Tickets that were opened meanwhile may have been seen or not.
    const mostStored = (await opened()).value;
    if (openedBefore.isSigned && (stored < openedBefore.value || stored > mostStored))
      found({ in: "tickets", opened: openedBefore.value, stored });
    await checkActions(database, signer, found);
    for (const owner of await restoredKeys(database)) found({ in: "restored-key", owner });
  }
  return { tickets, events, anchors: anchorCount, acts: log.count, unused };
}

const isEverything = ({ ticket, person, from, to }: Verification): boolean =>
  [ticket, person, from, to].every((each) => each === undefined);

/** On several threads where it is worth it: each needs a tenth of a second to begin. */
async function verifyAll(
  database: Database,
  keyring: Keyring,
  scope: Verification,
  checks: readonly Comparison[],
  found: (fault: IntegrityFault) => void,
): Promise<StreamCounts> {
  const { place } = database.dialect;
  const most = scope.threads ?? Math.min(MOST_THREADS, availableParallelism());
  if (place === null || scope.ticket !== undefined || most < 2)
    return await verifyStreams(database, keyring, scope, checks, found);
  const ranges = await ticketRanges(database, most);
  if (scope.threads === undefined && ranges.length < RANGES_WORTH_THREADS)
    return await verifyStreams(database, keyring, scope, checks, found);
  const { progress = () => undefined, ...asked } = scope;
  const task = { place, masters: keyring.masters, scope: asked };
  return await verifyInThreads(task, Math.min(most, ranges.length), ranges, checks, found, progress);
}

async function* replayAll(database: Database, keyring: Keyring): AsyncGenerator<Replayed> {
  for await (const streams of streamPages(database)) {
    for (const { replayed } of await replayWithLost(database, keyring, streams, {}))
      if (replayed !== null) yield replayed;
  }
}
