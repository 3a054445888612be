/**
 * Beckon as in production, tokens included, among Microsoft's services on this machine. Production's addresses lead to
 * loopback by the connection, so that a request takes the same way through Beckon as it would there.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();

const { connect } = await import("node:net");
const { EnvHttpProxyAgent, setGlobalDispatcher } = await import("undici");
const { readConfig } = await import("../../src/config/config.ts");
const { startBeckon } = await import("../../src/compose.ts");
const { publicCloud } = await import("../../src/teams/config.ts");
const { ownStreams } = await import("../../src/telemetry/streams.ts");
const { isLoopback } = await import("../../src/ports/loopback.ts");
const { createLog } = await import("../../src/telemetry/log.ts");
const { faultFields } = await import("../../src/teams/fault.ts");

const { BENCH_CONNECTOR_PORT, BENCH_GRAPH_URL = "", BENCH_METADATA_URL = "" } = process.env;
const write = ownStreams(faultFields);

setGlobalDispatcher(
  new EnvHttpProxyAgent({
    connect({ hostname, port }, done) {
      const isHere = isLoopback(hostname);
      const socket = connect(Number(isHere ? port : BENCH_CONNECTOR_PORT), "127.0.0.1");
      socket.setNoDelay(true);
      socket.once("connect", () => done(null, socket));
      socket.once("error", (error) => done(error, null));
    },
  }),
);
// Keys are fetched once in twelve hours.
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) =>
  realFetch(input === publicCloud.openIdMetadataUrl ? BENCH_METADATA_URL : input, init);

const production = readConfig(process.env);
// Teams' limits would be what is measured.
const teams = { ...production.teams, keepsLimits: false, limitsPeople: false };
const graph = { ...production.graph, baseUrl: BENCH_GRAPH_URL };
const beckon = await startBeckon(
  { ...production, teams, graph },
  { log: createLog(write, production.logLevel) },
);
process.once("SIGTERM", () => void beckon.stop().then(() => process.exit(0)));
