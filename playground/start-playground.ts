import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Beckon, startBeckon } from "../src/compose.ts";
import { type Config, readConfig } from "../src/config/config.ts";
import { createLog } from "../src/telemetry/log.ts";
import { GROUP_IDS, PEOPLE, PEOPLE_IDS, TENANT_ID } from "./company.ts";
import { assertPortsFree } from "./free-ports.ts";
import { type SimulatedGraph, startSimulatedGraph } from "./graph/simulated-graph.ts";
import { createLevers, type Levers } from "./levers.ts";
import type { Company } from "./mock-file.ts";
import { type PlaygroundWindow, startWindow } from "./windows.ts";

export interface PlaygroundOptions {
  /** Emptied at the start: the store, the log and each window's working folder. */
  readonly folder: string;
  /** 0 takes any free port. */
  readonly ports: { readonly bot: number; readonly graph: number; readonly windows: readonly number[] };
}

export interface Playground {
  readonly windows: Readonly<Record<Cast, PlaygroundWindow>>;
  readonly graph: SimulatedGraph;
  readonly beckon: Beckon;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** The four windows: who is helped, who helps, who gets the summary, who leads the helpers. */
export const CAST = ["sam", "hana", "mia", "lena"] as const;
export type Cast = (typeof CAST)[number];

export const HELPDESK = { id: "19:helpdesk-requests@thread.tacv2", name: "Requests" };
export const AUDIT = { id: "19:audit@thread.tacv2", name: "Audit" };
const TEAM = { id: "19:it-helpdesk@thread.tacv2", name: "IT Helpdesk", groupId: GROUP_IDS.helpers };
const BOT_ID = "b0000000-0000-4000-8000-00000000bec0";

/** Starts a tenant on this machine: a simulated Graph, Beckon as in production, and four chat windows. Loopback only. */
export async function startPlayground({ folder, ports }: PlaygroundOptions): Promise<Playground> {
  await assertPortsFree([ports.bot, ports.graph, ...ports.windows], ports.graph);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const logFile = join(folder, "beckon.log");
  const logStream = createWriteStream(logFile);
  const started: (() => Promise<void>)[] = [];
  /** Runs what is due after the clock was moved; Beckon's own loop would wait up to half a minute. */
  let catchUp: (() => Promise<void>) | undefined;
  const stop = async () => {
    for (const undo of started.splice(0).reverse()) await undo();
    logStream.end();
  };
  try {
    const levers = createLevers(undefined, () => void catchUp?.());
    const graph = await startSimulatedGraph({ port: ports.graph, levers });
    started.push(graph.close);
    const log = createLog((line) => logStream.write(line));
    const config = withLevers(playgroundConfig(folder, ports.bot, graph.url), levers);
    const beckon = await startBeckon(config, { log, clock: levers.clock });
    started.push(beckon.stop);
    catchUp = async () => {
      try {
        await beckon.delivery.runDue();
        await beckon.schedules.runDue();
      } catch (fault) {
        // As in Beckon's own loop, what failed stays due.
        log.warn("playground.catch-up", { error: fault instanceof Error ? fault.name : "unknown" });
      }
    };
    const windows = await startWindows(beckon.url, folder, ports.windows, started);
    await introduceChannels(windows);
    return { windows, graph, beckon, logFile, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** The checks that the console page switches, and digests with numbers although only a few people work here. */
const withLevers = (config: Config, { checks }: Levers): Config => ({
  ...config,
  eligibility: { ...config.eligibility, checks },
  reports: { ...config.reports, digest: { ...config.reports.digest, minimumGroup: 1 } },
});

function playgroundConfig(folder: string, port: number, graphUrl: string) {
  return readConfig({
    BECKON_PROFILE: "playground",
    HOST: "127.0.0.1",
    PORT: String(port),
    BOT_ID,
    BOT_TENANT_ID: TENANT_ID,
    TENANTS: TENANT_ID,
    SERVICE_HOSTS: "localhost",
    HELPDESK_CHANNEL_ID: HELPDESK.id,
    SUMMARY_TO: "helpers-manager",
    AUDIT_CHANNEL_ID: AUDIT.id,
    RECONCILE_REMOTE_HELP: "on",
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    GRAPH_BASE_URL: graphUrl,
    // With port 0 the address is not known yet.
    GRAPH_NOTIFICATIONS_URL: port === 0 ? "" : `http://127.0.0.1:${port}`,
    DATABASE_FILE: join(folder, "beckon.sqlite"),
    TIME_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
    // The windows' own locale, so that channel and chats agree.
    LOCALE: "en-US",
  });
}

async function startWindows(
  botUrl: string,
  folder: string,
  ports: readonly number[],
  started: (() => Promise<void>)[],
): Promise<Record<Cast, PlaygroundWindow>> {
  const windows = await Promise.all(
    CAST.map(async (who, i) => {
      const window = await startWindow({
        person: personOf(who),
        port: ports[i] ?? 0,
        botEndpoint: `${botUrl}/api/messages`,
        company: companyFor(who),
        folder: join(folder, who),
      });
      started.push(window.stop);
      return [who, window] as const;
    }),
  );
  return Object.fromEntries(windows) as Record<Cast, PlaygroundWindow>;
}

const personOf = (who: Cast) => {
  const { id, displayName, userPrincipalName } = PEOPLE.find(({ id }) => id === PEOPLE_IDS[who]) ?? fail(who);
  return { id, name: displayName, upn: userPrincipalName };
};

function fail(who: string): never {
  throw new Error(`${who} is not in the simulated company`);
}

/** A channel lives in one window, because each window is a connector of its own: the helpdesk in Hana's, the audit channel in Mia's. */
function companyFor(who: Cast): Company {
  const users = PEOPLE.map(({ id, displayName, userPrincipalName }) => ({
    id,
    name: displayName,
    upn: userPrincipalName,
  }));
  const own = { id: `19:${who}-general@thread.tacv2`, name: "Halden", groupId: GROUP_IDS.salesPeople };
  const isHelper = who === "hana";
  return {
    tenantId: TENANT_ID,
    users,
    team: isHelper ? TEAM : own,
    channels: isHelper ? [HELPDESK] : who === "mia" ? [AUDIT] : [],
    botId: `28:${BOT_ID}`,
    botName: "Beckon",
  };
}

/**
 * Sends the installation events by which Beckon learns the channels. It learns each person's chat when their window opens, where
 * they see the greeting.
 */
async function introduceChannels(windows: Record<Cast, PlaygroundWindow>): Promise<void> {
  const channels = [[windows.hana.url, HELPDESK.id] as const, [windows.mia.url, AUDIT.id] as const];
  for (const [url, channel] of channels) {
    const path = `/_debug/conversation/${encodeURIComponent(channel)}/installation`;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: "{}" });
    if (!answer.ok)
      throw new Error(`the window at ${url} could not install Beckon in ${channel}: ${answer.status}`);
  }
}
