import { nextDeadline } from "../../domain/ticket/deadlines.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Policy } from "../../domain/ticket/policy.ts";
import type { IntegrityFault, Verification, VerifiedCounts } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import { readCounter } from "../events/counters.ts";
import type { Keyring } from "../events/keyring.ts";
import { streamPages, streamPagesWith, type WholeStream } from "../events/read-stream.ts";
import { findForgery, type Signer } from "../events/signer.ts";
import { loadAll, projections } from "../projections/index.ts";
import type { Replayed } from "../projections/projection.ts";
import { type ReplayedStream, replayStreams } from "../projections/replay-streams.ts";
import { checkThreads } from "../threads/check-threads.ts";
import { listAnchors } from "./anchors.ts";
import { checkActions } from "./check-actions.ts";
import { actsNamedBy, checkAnchors } from "./check-anchors.ts";
import { checkAuditLog } from "./check-audit-log.ts";
import { checkNumbers } from "./check-numbers.ts";
import { restoredKeys } from "./destroyed-keys.ts";
import { BLANKED, listHolds } from "./legal-holds.ts";
import { missingKeys, type SealedText } from "./missing-keys.ts";

/** Deadlines later than that are overlooked ones; a changed policy moves them by less. */
const TOLERANCE_MS = 86_400_000;

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
  const checks =
    scope.trailOnly === true ? [] : projections(database.dialect).map((each) => each.verification());
  const { signer } = keyring;
  const opened = () => database.query((db) => readCounter(db, signer, "opened"));
  const openedBefore = await opened();
  let [tickets, stored, events, isWhole] = [0, 0, 0, true];
  const pages = streamPagesWith(database, scope, (tx, ids) => loadAll(checks, tx, ids));
  for await (const { streams, extra: compare } of pages) {
    const whole = streams.filter((stream) => checkStream(signer, stream, found));
    if (checks.length > 0) {
      for (const { ticket, texts, replayed, sealed, stream } of await replayWithLost(
        database,
        keyring,
        whole,
        scope,
      )) {
        reportLost(ticket, texts, found);
        const columns =
          replayed === null
            ? ["events.body"]
            : [...compare.flatMap((differences) => differences(replayed)), ...wrongMoments(stream, sealed)];
        if (columns.length > 0) found({ in: "projection", ticket, columns });
      }
    }
    tickets += streams.length;
    scope.progress?.(tickets);
    stored += streams.filter(({ records, head }) => records.length > 0 || head !== null).length;
    events += streams.reduce((sum, { records }) => sum + records.length, 0);
    isWhole &&= whole.length === streams.length;
  }
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

interface Checked extends ReplayedStream<WholeStream> {
  readonly ticket: WholeStream["ticket"];
  /** Those that were lost. */
  readonly texts: readonly SealedText[];
}

/** The streams as their events say, with the texts whose keys are missing without an audit entry. */
export async function replayWithLost(
  database: Database,
  keyring: Keyring,
  streams: readonly WholeStream[],
  { policy, tolerance = TOLERANCE_MS }: { readonly policy?: Policy; readonly tolerance?: number },
): Promise<readonly Checked[]> {
  const replayedStreams = await replayStreams(keyring, streams);
  const lost = await missingKeys(database, replayedStreams);
  return replayedStreams.map((each) => {
    const { ticket } = each.stream;
    const texts = lost.get(ticket) ?? [];
    return {
      ...each,
      ticket,
      texts,
      replayed: each.replayed === null ? null : completed(each.replayed, texts),
    };
  });

  function completed(replayed: Replayed, texts: readonly SealedText[]): Replayed {
    const whose = new Set(texts.map(({ about }) => about));
    if (policy === undefined) return { ...replayed, lost: whose };
    return {
      ...replayed,
      lost: whose,
      due: { nextDeadline: nextDeadline(replayed.ticket, policy), tolerance },
    };
  }
}

async function* replayAll(database: Database, keyring: Keyring): AsyncGenerator<Replayed> {
  for await (const streams of streamPages(database)) {
    for (const { replayed } of await replayWithLost(database, keyring, streams, {}))
      if (replayed !== null) yield replayed;
  }
}

/** @returns true when the hash chain is whole, so that its events can be compared with the projections. */
function checkStream(signer: Signer, stream: WholeStream, found: (fault: IntegrityFault) => void): boolean {
  const { ticket, records, head, anchored, markedUpTo } = stream;
  const broken = findForgery(signer, "ticket", ticket, records, head);
  if (broken !== null) found({ in: "trail", ticket, version: broken.version, how: broken.kind });
  // A mark that is too high would keep a ticket out of every anchor.
  if (markedUpTo > (anchored.at(-1)?.version ?? 0))
    found({ in: "projection", ticket, columns: ["tickets.anchored"] });
  for (const { version, head: hash, anchor } of anchored) {
    const record = records.find((each) => each.version === version);
    if (record?.hash === hash) continue;
    const how = record === undefined ? "missing" : "rewritten";
    found({ in: "anchored-head", ticket, version, anchor, how });
  }
  return broken === null && records.length > 0;
}

/** For each person the first event with a text that is lost. */
function reportLost(
  ticket: string,
  texts: readonly SealedText[],
  found: (fault: IntegrityFault) => void,
): void {
  const first = new Map<PersonId, number>();
  for (const { about, version } of texts) if (!first.has(about)) first.set(about, version);
  for (const [person, version] of first) found({ in: "key", ticket, version, person });
}

/** The moment is stored beside the body too, for queries about periods. */
function wrongMoments({ records }: WholeStream, events: readonly object[] | null): string[] {
  return records
    .filter(({ at }, index) => {
      const event = events?.[index];
      return event === undefined || !("at" in event && event.at === at);
    })
    .map(({ version }) => `events.at of record ${version}`);
}
