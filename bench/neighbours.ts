import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GROUP_IDS, TENANT_ID } from "../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { createDatabase, type PostgresServer, startPostgres } from "../test/support/postgres.ts";
import { BOT_ID, HELPDESK } from "./activities.ts";
import { POLICY_FILE } from "./beckon.ts";
import { type Connector, startConnector } from "./connector.ts";
import { install, type Target } from "./cycle.ts";
import { type Microsoft, startMicrosoft } from "./microsoft.ts";
import { type Server, startServer } from "./server.ts";
import { hire } from "./staff.ts";

/** Everything that a bot talks to, on this machine. */
export interface Neighbours {
  readonly folder: string;
  readonly graph: SimulatedGraph;
  readonly microsoft: Microsoft;
  /** Null when there is none for this machine, or none is asked for. */
  readonly postgres: PostgresServer | null;
  close(): Promise<void>;
}

/** A bot in its processes, with a connector of its own. */
export interface Bot {
  readonly servers: readonly Server[];
  readonly target: Target;
  stop(): Promise<void>;
}

/** The address in production; `bots/beckon.ts` leads it to the connector of the bench. */
export const TEAMS = "https://smba.trafficmanager.net/emea/";

export async function startNeighbours(hasPostgres: boolean): Promise<Neighbours> {
  const [folder, graph, microsoft, postgres] = await Promise.all([
    mkdtemp(join(tmpdir(), "beckon-bench-")),
    startSimulatedGraph(),
    startMicrosoft(),
    hasPostgres ? startPostgres() : null,
  ]);
  hire(graph);
  return {
    folder,
    graph,
    microsoft,
    postgres,
    async close() {
      await Promise.all([graph.close(), microsoft.close(), postgres?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Beckon on a new database, installed for everybody who helps. @param flags of Node.js. */
export async function startBeckons(
  neighbours: Neighbours,
  engine: "sqlite" | "postgres",
  processes: number,
  flags: readonly string[] = [],
): Promise<Bot> {
  const { folder, postgres } = neighbours;
  const connector = await startConnector();
  const file = join(folder, `${portOf(connector)}.sqlite`);
  const database =
    engine === "sqlite" ? { DATABASE_FILE: file } : { DATABASE_URL: await databaseOn(postgres) };
  const servers: Server[] = [];
  for (let n = 0; n < processes; n++) {
    servers.push(await startServer("./bots/beckon.ts", beckonOn(neighbours, connector, database), flags));
  }
  const bot = botOf(servers, connector, TEAMS, neighbours.microsoft);
  await install(bot.target);
  return bot;
}

/** The variables of a Beckon. */
export const beckonOn = (
  { graph, microsoft }: Neighbours,
  connector: Connector,
  database: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  HOST: "127.0.0.1",
  PORT: "0",
  BOT_ID,
  BOT_TYPE: "UserAssignedMsi",
  BOT_TENANT_ID: TENANT_ID,
  HELPDESK_CHANNEL_ID: HELPDESK,
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
  SECRET_MASTER_KEY: Buffer.alloc(32, "bench").toString("base64"),
  POLICY_FILE,
  BENCH_GRAPH_URL: graph.url,
  BENCH_METADATA_URL: microsoft.metadataUrl,
  BENCH_CONNECTOR_PORT: portOf(connector),
  ...microsoft.identity,
  ...database,
});

/** The variables of a bot of an SDK. */
export const stockWith = ({ metadataUrl, identity }: Microsoft): NodeJS.ProcessEnv => ({
  BOT_ID,
  BENCH_TENANT_ID: TENANT_ID,
  BENCH_METADATA_URL: metadataUrl,
  ...identity,
});

const portOf = ({ serviceUrl }: Connector): string => new URL(serviceUrl).port;

/** botbuilder's own, with the same tokens. */
export async function startStock({ microsoft }: Neighbours): Promise<Bot> {
  const connector = await startConnector();
  const server = await startServer("./bots/stock.ts", stockWith(microsoft));
  return botOf([server], connector, connector.serviceUrl, microsoft);
}

function botOf(
  servers: readonly Server[],
  connector: Connector,
  serviceUrl: string,
  microsoft: Microsoft,
): Bot {
  const urls = servers.map(({ url }) => url);
  return {
    servers,
    target: { urls, connector, serviceUrl, authorization: microsoft.bearer(serviceUrl) },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      connector.close();
    },
  };
}

async function databaseOn(postgres: PostgresServer | null): Promise<string> {
  if (postgres === null) throw new Error("there is no PostgreSQL");
  return createDatabase(postgres.url);
}
