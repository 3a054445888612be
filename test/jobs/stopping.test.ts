import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Part, stopInOrder } from "../../src/jobs/stopping.ts";
import { createLog } from "../../src/telemetry/log.ts";

let stopped: string[];
let lines: { readonly name: string; readonly part?: string }[];
const log = createLog((line) => lines.push(JSON.parse(line)));

beforeEach(() => {
  [stopped, lines] = [[], []];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const part = (name: string): Part => ({ name, stop: () => stopped.push(name) });
const hanging = (name: string): Part => ({ name, stop: () => new Promise(() => {}) });

test("all parts stop in their order", async () => {
  await stopInOrder([part("server"), part("delivery"), part("store")], log);
  expect(stopped).toEqual(["server", "delivery", "store"]);
  expect(lines).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a part that hangs is given up after twelve seconds, the log names it, and the rest is stopped", async () => {
  let isOver = false;
  const stopping = stopInOrder([part("server"), hanging("delivery"), part("store")], log).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(11_999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopping;
  expect(stopped).toEqual(["server", "store"]);
  expect(lines).toMatchObject([{ level: "error", name: "beckon.stop-cut-off", part: "delivery" }]);
});

test("a part with less patience leaves time to the others, and all together have no more than twelve seconds", async () => {
  const impatient = { ...hanging("server"), within: 4_000 };
  const stopping = stopInOrder([impatient, part("pacing"), hanging("delivery"), hanging("store")], log);
  await vi.advanceTimersByTimeAsync(3_999);
  expect(stopped).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(stopped).toEqual(["pacing"]);
  await vi.advanceTimersByTimeAsync(8_001);
  await stopping;
  expect(lines.map((line) => line.part)).toEqual(["server", "delivery", "store"]);
});

test("a part that fails is reported to the caller of stop", async () => {
  const failing = { name: "store", stop: () => Promise.reject(new Error("EIO")) };
  await expect(stopInOrder([part("server"), failing], log)).rejects.toThrow("EIO");
  expect(vi.getTimerCount()).toBe(0);
});
