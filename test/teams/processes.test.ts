import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { describe, expect, inject, test } from "vitest";
import { systemClock } from "../../src/ports/clock.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { createDatabase } from "../support/postgres.ts";
import type { SenderTask, Sent } from "./sender-process.ts";

const server = inject("postgresServer");
const SENDER = new URL("sender-process.ts", import.meta.url);

async function hear(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

/** Every moment at which one of the processes sent, together and in order; and whether each had a turn. */
async function sendTogether(processes: number, task: Pick<SenderTask, "lanes" | "until">) {
  const databaseUrl = await createDatabase(server ?? "");
  const masterKey = randomBytes(32);
  const store = await openStore({ databaseUrl, masterKey }, { clock: systemClock, log: silentLog });
  await store.close();
  const children = Array.from({ length: processes }, () => fork(SENDER));
  await Promise.all(children.map(hear));
  const sent = await Promise.all(
    children.map((child) => {
      child.send({ databaseUrl, masterKey: masterKey.toString("hex"), from: 4_000, ...task });
      return hear(child) as Promise<Sent>;
    }),
  );
  const times = sent.flat().sort((one, other) => one - other);
  return { times, eachHadATurn: sent.every((each) => each.length > 0) };
}

/** A window is measured a little shorter, because each process reads the wall clock when its message has left. */
const mostWithin = (times: readonly number[], within: number) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + within - 20).length));

describe.skipIf(server === null)(
  "processes on one PostgreSQL that write to one chat as fast as they can",
  () => {
    test.concurrent.each([2, 4])(
      "%i of them keep the limits together, and each has its turn",
      async (processes) => {
        const { times, eachHadATurn } = await sendTogether(processes, { lanes: 12, until: 9_000 });
        expect(eachHadATurn).toBe(true);
        expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(7);
        expect(mostWithin(times, 2_000)).toBeLessThanOrEqual(8);
        // One alone could send 4 a second for so long; they are not much slower.
        expect(times.length).toBeGreaterThanOrEqual(12);
      },
      80_000,
    );
  },
);
