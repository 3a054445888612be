import { parentPort, workerData } from "node:worker_threads";
import { type Recipe, rowMaker } from "./seed-rows.ts";

const make = rowMaker(workerData as Recipe);

parentPort?.on("message", ({ from, to }: { from: number; to: number }) => {
  parentPort?.postMessage(make(from, to));
});
