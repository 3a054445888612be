import type { Policy } from "../../domain/ticket/policy.ts";
import type { RebuildResult } from "../../ports/evidence.ts";
import { type Database, outcomeOf, Rollback } from "../database/database.ts";
import { findBreak } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { streamPagesWith, type WholeStream } from "../events/read-stream.ts";
import { rebuildCleared } from "../projections/complete.ts";
import { loadAll, projections } from "../projections/index.ts";
import type { Projection, Replayed } from "../projections/projection.ts";
import { lockVersion } from "../projections/tickets.ts";
import { repairCounter } from "./check-numbers.ts";
import { rebuildDestroyed } from "./destroyed-keys.ts";
import { replayWithLost } from "./verify.ts";

type Outcome = "right" | "corrected" | "restored" | "broken" | "lost";

/**
 * Rebuilds every projection from the events. A stream that does not verify is left alone, because nothing may make it
 * look right. A ticket without a row gets one back only when its stream has every anchored head. Where texts were lost,
 * the projections may hold the last copy and are left alone.
 */
export async function rebuild(database: Database, keyring: Keyring, policy: Policy): Promise<RebuildResult> {
  await rebuildDestroyed(database);
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
  const pages = streamPagesWith(database, {}, (tx, ids) => loadAll(checks, tx, ids));
  for await (const { streams, extra: compare } of pages) {
    for (const each of await replayWithLost(database, keyring, streams, { policy, tolerance: 0 })) {
      const wrong = inPlace.filter(
        (_, index) => each.replayed === null || compare[index]?.(each.replayed).length !== 0,
      );
      const outcome =
        each.texts.length > 0 ? "lost" : await rebuildTicket(database, each.stream, each.replayed, wrong);
      outcomes[outcome].push(each.ticket);
    }
    tickets += streams.length;
  }
  const { corrected, restored, broken, lost } = outcomes;
  if (lost.length === 0) await rebuildCleared(database, keyring);
  return { tickets, corrected, restored, broken, lost, counterWasBehind: await repairCounter(database) };
}

async function rebuildTicket(
  database: Database,
  stream: WholeStream,
  replayed: Replayed | null,
  wrong: readonly Projection[],
): Promise<Outcome> {
  if (replayed === null || !isWhole(stream)) return "broken";
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

function isWhole({ ticket, records, head, anchored }: WholeStream): boolean {
  const broken = findBreak(ticket, records, head);
  if (broken === null) return true;
  return (
    broken.kind === "headless" && anchored.every(({ version, head }) => records[version - 1]?.hash === head)
  );
}
