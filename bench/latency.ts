import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { installEverywhere, startBeckon } from "./beckon.ts";
import { startConnector } from "./connector.ts";
import { quantile } from "./load.ts";
import { type Step, session, type Take } from "./session.ts";

const SESSIONS = 100;
const WARM_UP = 10;

/** Milliseconds from the press. */
interface Times {
  readonly answered: number[];
  /** Until the other side's card said so. */
  readonly shown: number[];
}

const times = (): Times => ({ answered: [], shown: [] });

/**
 * One session after the other, all of it over HTTP: press → committed → the other side's card. A press is answered when
 * its events are in the store, so the answer is when it was committed at the latest; for a stop this is looked up in the
 * store itself.
 */
export async function latencyBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-latency-"));
  const file = join(folder, "beckon.sqlite");
  const [graph, connector] = await Promise.all([startSimulatedGraph(), startConnector()]);
  const server = await startBeckon(graph.url, { DATABASE_FILE: file });
  try {
    await installEverywhere(server, connector);
    const store = new DatabaseSync(file, { readOnly: true });
    const measured = { pickup: times(), ask: times(), allow: times(), stop: times() };
    for (let left = SESSIONS + WARM_UP; left > 0; left--) {
      const into = left > SESSIONS ? null : measured;
      await session(server.url, connector, measuring(store, into));
    }
    store.close();
    report(measured);
  } finally {
    await server.stop();
    connector.close();
    await graph.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null measures nothing: warming up. */
function measuring(store: DatabaseSync, into: Readonly<Record<Step, Times>> | null): Take {
  return async (step, ticket, shown, send) => {
    const begun = performance.now();
    await send();
    if (step === "stop") assertWithdrawn(store, ticket);
    const answered = performance.now() - begun;
    const { at } = await shown;
    into?.[step].answered.push(answered);
    into?.[step].shown.push(at - begun);
  };
}

function assertWithdrawn(store: DatabaseSync, ticket: string): void {
  const row = store.prepare("select session_state from tickets where id = ?").get(ticket);
  if (row?.session_state !== null) throw new Error(`${ticket}: stopped, and still ${row?.session_state}`);
}

function report(measured: Readonly<Record<Step, Times>>): void {
  console.log(`\nPress to committed, and to the other side's card, ${SESSIONS} sessions in a row on SQLite`);
  for (const [name, { answered, shown }] of Object.entries(measured)) {
    console.log(`  ${name.padEnd(7)} committed ${line(answered)}   card ${line(shown)}`);
  }
  const shown = Object.values(measured).flatMap((each) => each.shown);
  console.log(`  all cards: ${line(shown)} (promised: p50 100 ms, p99 300 ms)`);
  console.log(`  stop withdrawn in the store: ${line(measured.stop.answered)} (promised: p99 50 ms)`);
}

const line = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;
