import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { IntegrityFault, Verification } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import type { StorePlace } from "../engines/dialect.ts";
import type { MasterKeys } from "../events/master-keys.ts";
import type { TicketRange } from "../events/read-stream.ts";
import type { Verification as Comparison } from "../projections/projection.ts";
import type { StreamCounts } from "./verify-streams.ts";

/** What a thread is started with. */
export interface ThreadTask {
  readonly place: StorePlace;
  readonly masters: MasterKeys;
  readonly scope: Omit<Verification, "progress">;
}

/** What a thread answers for one range. */
export interface RangeVerified {
  readonly counts: StreamCounts;
  readonly faults: readonly IntegrityFault[];
  /** Of each projection, in their order. */
  readonly learned: readonly unknown[];
}

/** Small enough that threads end together, and large enough that asking costs nothing. */
const TICKETS_IN_RANGE = 5_000;

/** All tickets in parts of some thousands, at least as many as asked for, in the engine's order of their ids. */
export async function ticketRanges(database: Database, atLeast: number): Promise<readonly TicketRange[]> {
  const stored = await database.query((db) =>
    db
      .selectFrom("tickets")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow(),
  );
  const size = Math.max(1, Math.min(TICKETS_IN_RANGE, Math.floor(Number(stored.count) / atLeast)));
  const ranges: TicketRange[] = [];
  for (let after = ""; ; ) {
    const from = after;
    const end = await database.query((db) =>
      db
        .selectFrom("tickets")
        .select("id")
        .where("id", ">", from)
        .orderBy("id")
        .limit(1)
        .offset(size - 1)
        .executeTakeFirst(),
    );
    ranges.push({ after, last: end?.id ?? null });
    if (end === undefined) return ranges;
    after = end.id;
  }
}

/**
 * Verifies the ranges on threads, each with a connection of its own. Faults are told in the order of the ranges, as one
 * thread alone would tell them.
 */
export async function verifyInThreads(
  task: ThreadTask,
  threads: number,
  ranges: readonly TicketRange[],
  checks: readonly Comparison[],
  found: (fault: IntegrityFault) => void,
  looked: (tickets: number) => void,
): Promise<StreamCounts> {
  const file = new URL("verify-thread.ts", import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(file, { workerData: task }));
  const answers = ranges.map(() => Promise.withResolvers<RangeVerified>());
  // They are awaited in order: one that fails meanwhile is not unhandled.
  for (const { promise } of answers) promise.catch(() => undefined);
  let next = 0;
  const work = async (worker: Worker) => {
    for (let at = next++; at < ranges.length; at = next++) {
      worker.postMessage(ranges[at]);
      const [answer] = (await once(worker, "message")) as [RangeVerified];
      answers[at]?.resolve(answer);
    }
  };
  const fail = (fault: unknown) => {
    for (const { reject } of answers) reject(fault);
  };
  for (const worker of workers) work(worker).catch(fail);
  try {
    let all: StreamCounts = { tickets: 0, stored: 0, events: 0, isWhole: true };
    for (const { promise } of answers) {
      const { counts, faults, learned } = await promise;
      for (const fault of faults) found(fault);
      for (const [index, check] of checks.entries()) check.learn?.(learned[index]);
      all = sum(all, counts);
      looked(all.tickets);
    }
    return all;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const sum = (one: StreamCounts, other: StreamCounts): StreamCounts => ({
  tickets: one.tickets + other.tickets,
  stored: one.stored + other.stored,
  events: one.events + other.events,
  isWhole: one.isWhole && other.isWhole,
});
