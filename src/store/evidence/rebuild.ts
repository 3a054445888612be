import type { Policy } from "../../domain/ticket/policy.ts";
import type { Anchor, IntegrityFault, RebuildResult } from "../../ports/evidence.ts";
import { type Database, outcomeOf, Rollback } from "../database/database.ts";
import type { Keyring } from "../events/keyring.ts";
import { streamPagesWith, type WholeStream } from "../events/read-stream.ts";
import { findForgery, type Signer } from "../events/signer.ts";
import { rebuildCleared } from "../projections/complete.ts";
import { loadAll, projections } from "../projections/index.ts";
import type { Projection, Replayed } from "../projections/projection.ts";
import { lockVersion } from "../projections/tickets.ts";
import { listAnchors } from "./anchors.ts";
import { actsNamedBy, checkAnchors } from "./check-anchors.ts";
import { checkAuditLog } from "./check-audit-log.ts";
import { repairCounters } from "./check-numbers.ts";
import { rebuildDestroyed } from "./destroyed-keys.ts";
import { replayWithLost } from "./verify-streams.ts";

type Outcome = "right" | "corrected" | "restored" | "broken" | "lost";

/**
 * Rebuilds every projection from the events. A stream that does not verify is left alone, because nothing may make it
 * look right. A ticket without a row gets one back, and with it a signed head, only when an anchor covers its newest
 * event. Where texts were lost, the projections may hold the last copy and are left alone.
 */
export async function rebuild(
  database: Database,
  keyring: Keyring,
  policy: Policy,
  progress?: (tickets: number) => void,
): Promise<RebuildResult> {
  await rebuildDestroyed(database);
  const { signer } = keyring;
  const anchors = await listAnchors(database);
  const areAnchorsSound = await isSound(database, signer, anchors);
  const inPlace = projections(database.dialect).filter(({ clear }) => clear === null);
  const outcomes: Record<Outcome, string[]> = {
    right: [],
    corrected: [],
    restored: [],
    broken: [],
    lost: [],
  };
  let tickets = 0;
  const checks = inPlace.map((each) => each.verification());
  const pages = streamPagesWith(database, {}, (tx, span) => loadAll(checks, tx, span));
  for await (const { streams, extra: compare } of pages) {
    for (const each of await replayWithLost(database, keyring, streams, { policy, tolerance: 0 })) {
      const wrong = inPlace.filter(
        (_, index) => each.replayed === null || compare[index]?.(each.replayed).length !== 0,
      );
      const outcome =
        each.lostTexts.length > 0
          ? "lost"
          : await rebuildTicket(database, each, wrong, isWhole(signer, each.stream, areAnchorsSound));
      outcomes[outcome].push(each.ticket);
    }
    tickets += streams.length;
    progress?.(tickets);
  }
  const counterWasBehind = await repairCounters(database, signer, areAnchorsSound ? anchors : []);
  const { corrected, restored, broken, lost } = outcomes;
  if (lost.length === 0) await rebuildCleared(database, keyring);
  return { tickets, corrected, restored, broken, lost, counterWasBehind };
}

async function rebuildTicket(
  database: Database,
  { stream, replayed }: { readonly stream: WholeStream; readonly replayed: Replayed | null },
  wrong: readonly Projection[],
  isWhole: boolean,
): Promise<Outcome> {
  if (replayed === null || !isWhole) return "broken";
  if (wrong.length === 0) return "right";
  try {
    return await database.transaction(async (tx) => {
      // A ticket that changed meanwhile has new rows, which are right.
      if (stream.head !== null && !(await lockVersion(tx, replayed.ticket))) throw new Rollback("right");
      for (const projection of wrong) await projection.rebuild(tx, replayed);
      return stream.head === null ? "restored" : "corrected";
    });
  } catch (error) {
    return outcomeOf<Outcome>(error);
  }
}

function isWhole(
  signer: Signer,
  { ticket, records, head, anchored }: WholeStream,
  areAnchorsSound: boolean,
): boolean {
  const broken = findForgery(signer, "ticket", ticket, records, head);
  if (broken === null) return true;
  return (
    broken.kind === "headless" &&
    areAnchorsSound &&
    anchored.at(-1)?.version === records.length &&
    anchored.every(({ version, head }) => records[version - 1]?.hash === head)
  );
}

/** Anchors may vouch for streams only when they are signed and the heads under them are theirs. */
async function isSound(database: Database, signer: Signer, anchors: readonly Anchor[]): Promise<boolean> {
  const log = await checkAuditLog(database, signer, actsNamedBy(anchors));
  const faults: IntegrityFault[] = [];
  await checkAnchors(database, signer, anchors, log, {}, (fault) => faults.push(fault));
  return faults.length === 0;
}
