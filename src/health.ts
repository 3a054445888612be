import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Log } from "./log.ts";

const EVERY = 60_000;
/** Milliseconds between two looks of the sampler: what is shorter does not count as a delay. */
const RESOLUTION = 20;
const MEBIBYTE = 2 ** 20;
const NANOSECONDS = 1e6;

/**
 * Tells once a minute how the process is: memory, and how long whatever was ready had to wait for the event loop.
 * @returns what ends it.
 */
export function watchHealth(log: Log, every = EVERY): () => void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    log.info("health", {
      rssMiB: Math.round(rss / MEBIBYTE),
      heapMiB: Math.round(heapUsed / MEBIBYTE),
      loopDelayP99Ms: Math.max(0, Math.round(delays.percentile(99) / NANOSECONDS - RESOLUTION)),
      loopDelayMaxMs: Math.max(0, Math.round(delays.max / NANOSECONDS - RESOLUTION)),
    });
    delays.reset();
  }, every);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
  };
}
