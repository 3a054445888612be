import { constants, monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import type { Fields, Log } from "./log.ts";

const EVERY = 60_000;
/** Milliseconds between two looks of the sampler: what is shorter does not count as a delay. */
const RESOLUTION = 20;
const MEBIBYTE = 2 ** 20;
const NANOSECONDS = 1e6;

/**
 * Tells once a minute how the process is: memory, and how long ready work waited for the event loop.
 * @param vitals more fields of that line, such as how much work waits; none while they cannot be read.
 * @returns what ends it.
 */
export function watchHealth(
  log: Log,
  every = EVERY,
  vitals: () => Promise<Fields> = async () => ({}),
): () => void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  const live = watchLiveMemory();
  async function tell(): Promise<void> {
    const more = await vitals().catch(() => ({}));
    const { rss, heapUsed } = process.memoryUsage();
    log.info("health", {
      rssMiB: mebibytes(rss),
      heapMiB: mebibytes(heapUsed),
      liveMiB: live.bytes() === null ? null : mebibytes(live.bytes() ?? 0),
      loopDelayP99Ms: Math.max(0, Math.round(delays.percentile(99) / NANOSECONDS - RESOLUTION)),
      loopDelayMaxMs: Math.max(0, Math.round(delays.max / NANOSECONDS - RESOLUTION)),
      ...more,
    });
    delays.reset();
  }
  const timer = setInterval(() => void tell(), every);
  timer.unref();
  return () => {
    clearInterval(timer);
    delays.disable();
    live.stop();
  };
}

const mebibytes = (bytes: number) => Math.round(bytes / MEBIBYTE);

/**
 * What was in use right after the newest full collection, buffers included; null before the first one. The resident size
 * follows the machine's free memory, because garbage is collected late while there is plenty: what leaks shows only here.
 */
function watchLiveMemory() {
  let live: number | null = null;
  const collections = new PerformanceObserver((list) => {
    if (!list.getEntries().some(isFull)) return;
    const { heapUsed, external } = process.memoryUsage();
    live = heapUsed + external;
  });
  collections.observe({ entryTypes: ["gc"] });
  return { bytes: () => live, stop: () => collections.disconnect() };
}

/** The type declarations of Node.js know no `detail` of an entry. */
const isFull = (entry: object): boolean =>
  "detail" in entry &&
  (entry.detail as { readonly kind?: unknown }).kind === constants.NODE_PERFORMANCE_GC_MAJOR;
