import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import { watchHealth } from "../../src/telemetry/health.ts";
import { createLog } from "../../src/telemetry/log.ts";

let stop = () => {};
afterEach(() => stop());

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

interface Health {
  readonly name: string;
  readonly rssMiB: number;
  readonly heapMiB: number;
  readonly liveMiB: number | null;
  readonly loopDelayMaxMs: number;
}

const blockFor = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test("health tells what a full collection left, buffers included, and how long the loop was blocked", async () => {
  const said: Health[] = [];
  stop = watchHealth(
    createLog((line) => said.push(JSON.parse(line))),
    200,
  );
  const kept = Buffer.alloc(64 * 2 ** 20, 1);
  collect();
  await vi.waitFor(() => expect(said.at(-1)?.liveMiB).toBeGreaterThanOrEqual(64), { timeout: 4_000 });
  const { rssMiB, liveMiB } = said.at(-1) as Health;
  expect(rssMiB).toBeGreaterThan(liveMiB ?? 0);
  expect(kept.length).toBeGreaterThan(0);

  await vi.waitFor(
    () => {
      blockFor(60);
      expect(Math.max(...said.map(({ loopDelayMaxMs }) => loopDelayMaxMs))).toBeGreaterThan(30);
    },
    { timeout: 4_000 },
  );
});
