/** A thread of `verify-threads.ts`: verifies one range after another. */
import { parentPort, workerData } from "node:worker_threads";
import type { IntegrityFault } from "../../ports/evidence.ts";
import { silentLog } from "../../telemetry/log.ts";
import { connect } from "../database/database.ts";
import { dialectToRead } from "../engines/dialect-to-read.ts";
import { createKeyring } from "../events/keyring.ts";
import type { TicketRange } from "../events/read-stream.ts";
import { comparisons } from "../projections/index.ts";
import { verifyStreams } from "./verify-streams.ts";
import type { RangeVerified, ThreadTask } from "./verify-threads.ts";

const { place, masters, scope } = workerData as ThreadTask;
const database = connect(dialectToRead(place, silentLog));
const keyring = createKeyring(database, masters);

parentPort?.on("message", async (range: TicketRange) => {
  const checks = comparisons(database.dialect, scope);
  const faults: IntegrityFault[] = [];
  const counts = await verifyStreams(database, keyring, scope, checks, (fault) => faults.push(fault), range);
  const answer: RangeVerified = { counts, faults, learned: checks.map((check) => check.learned?.()) };
  parentPort?.postMessage(answer);
});
