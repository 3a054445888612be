import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Part, stopInOrder } from "../../src/delivery/stopping.ts";
import { createLog } from "../../src/log.ts";

let stopped: string[];
let lines: { readonly name: string; readonly at?: string }[];
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

test("a part that hangs is given up after twelve seconds, and the log names it", async () => {
  let isOver = false;
  const stopping = stopInOrder([part("server"), hanging("delivery"), part("store")], log).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(11_999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopping;
  expect(stopped).toEqual(["server"]);
  expect(lines).toMatchObject([{ level: "error", name: "beckon.stop-cut-off", at: "delivery" }]);
});

test("a part that fails is told to whoever stops", async () => {
  const failing = { name: "store", stop: () => Promise.reject(new Error("EIO")) };
  await expect(stopInOrder([part("server"), failing], log)).rejects.toThrow("EIO");
  expect(vi.getTimerCount()).toBe(0);
});
