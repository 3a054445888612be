import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export const MIB = 1024 * 1024;

/** Bytes that stay when everything that can be freed was freed. */
export function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  return process.memoryUsage().heapUsed;
}
