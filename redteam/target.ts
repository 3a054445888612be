import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BOT_ID, HELPDESK } from "../bench/activities.ts";
import { GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { type Beckon, startBeckon } from "../src/compose.ts";
import { type Config, readConfig } from "../src/config/config.ts";
import { createLog } from "../src/telemetry/log.ts";
import { type Chats, startChats } from "../test/support/chats.ts";
import { serve } from "../test/support/http-server.ts";
import { startTokenIssuer, type TokenIssuer } from "../test/support/token-issuer.ts";
import { type Egress, installEgress } from "./egress.ts";

export const SERVICE_URL = "https://smba.trafficmanager.net/emea/";
export const AUDITORS = "c1000000-0000-4000-8000-0000000000aa";

/** The claims of a token that the connector sends. */
export const CLAIMS = { iss: "https://api.botframework.com", aud: BOT_ID, serviceurl: SERVICE_URL };

export interface Target {
  readonly url: string;
  readonly config: Config;
  readonly beckon: Beckon;
  readonly graph: SimulatedGraph;
  readonly chats: Chats;
  readonly issuer: TokenIssuer;
  readonly egress: Egress;
  readonly log: readonly { readonly name: string; readonly [field: string]: unknown }[];
  now(): number;
  /** The clock of rights, caps and rates moves; tokens are judged by the real one. */
  pass(milliseconds: number): void;
  /** A request with a valid token, unless other headers are given. */
  post(activity: object | string, headers?: Record<string, string>): Promise<Answer>;
  /** Until every card is up to date and nothing is on its way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Milliseconds after which an answer counts as a hang: Teams waits for fifteen seconds. */
const LONGEST_ANSWER = 15_000;

/** Beckon as in production, tokens and all, among Microsoft's services on this machine. */
export async function startTarget(
  options: { databaseUrl?: string; background?: boolean; limitsPeople?: boolean } = {},
): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-redteam-"));
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const [graph, chats, issuer, identity] = await Promise.all([
    startSimulatedGraph({ clock }),
    startChats(),
    startTokenIssuer(),
    startManagedIdentity(),
  ]);
  addAuditors(graph);
  const egress = installEgress({
    "https://graph.microsoft.com": graph.url,
    "https://smba.trafficmanager.net": chats.serviceUrl,
    "https://login.botframework.com": new URL(issuer.cloud.openIdMetadataUrl).origin,
  });
  const log: { name: string }[] = [];
  const production = readConfig(
    {
      HOST: "127.0.0.1",
      PORT: "0",
      BOT_ID,
      BOT_TYPE: "UserAssignedMsi",
      BOT_TENANT_ID: TENANT_ID,
      HELPDESK_CHANNEL_ID: HELPDESK,
      HELPERS_GROUP_ID: GROUP_IDS.helpers,
      LEADS_GROUP_ID: GROUP_IDS.leads,
      AUDITORS_GROUP_ID: AUDITORS,
      GRAPH_NOTIFICATIONS_URL: "https://beckon.example",
      SECRET_MASTER_KEY: Buffer.alloc(32, "red team").toString("base64"),
      ...(options.databaseUrl === undefined
        ? { DATABASE_FILE: join(folder, "beckon.sqlite") }
        : { DATABASE_URL: options.databaseUrl }),
    },
    (path) => readFileSync(path, "utf8"),
  );
  // Teams' limits would pace the run, and are no defence. The limits of people would hide the rules behind them.
  const { limitsPeople = false } = options;
  const config = { ...production, teams: { ...production.teams, keepsLimits: false, limitsPeople } };
  const beckon = await startBeckon(config, {
    clock,
    log: createLog((line) => log.push(JSON.parse(line))),
    background: options.background ?? false,
  });
  const authorization = issuer.bearer(CLAIMS);

  const target: Target = {
    url: beckon.url,
    config,
    beckon,
    graph,
    chats,
    issuer,
    egress,
    log,
    now: clock.now,
    pass(milliseconds) {
      ahead += milliseconds;
    },
    async post(activity, headers = { authorization }) {
      const answer = await egress.fetch(`${beckon.url}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof activity === "string" ? activity : JSON.stringify(activity),
        signal: AbortSignal.timeout(LONGEST_ANSWER),
      });
      return { status: answer.status, text: await answer.text() };
    },
    async settle() {
      do {
        while (egress.pending > 0) await wait(2);
      } while ((await beckon.delivery.runDue()) > 0 || egress.pending > 0);
    },
    async close() {
      await beckon.stop();
      egress.remove();
      await Promise.all([graph.close(), chats.close(), issuer.close(), identity.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await target.post(arrival(HELPDESK, "channel", PEOPLE_IDS.lena));
  for (const key of ["hana", "hedda", "hugo", "lena"] as const) {
    await target.post(arrival(`a:${PEOPLE_IDS[key]}`, "personal", PEOPLE_IDS[key]));
  }
  return target;
}

/** The end of a managed identity on this machine, as App Service offers it, with tokens of no value. */
async function startManagedIdentity() {
  const server = await serve((request, _, response) => {
    const resource = new URL(request.url ?? "", "http://x").searchParams.get("resource");
    const expires_on = String(Math.floor(Date.now() / 1000) + 86_400);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: "of no value", expires_on, resource, token_type: "Bearer" }));
  });
  const before = { ...process.env };
  process.env.IDENTITY_ENDPOINT = server.url;
  process.env.IDENTITY_HEADER = "x";
  return {
    async close() {
      for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await server.close();
    },
  };
}

function addAuditors(graph: SimulatedGraph): void {
  const { groups } = graph.tenant();
  const model = groups.find(({ id }) => id === GROUP_IDS.leads);
  if (model === undefined) throw new Error("the company has no leads");
  groups.push({
    ...structuredClone(model),
    id: AUDITORS,
    displayName: "Auditors",
    members: [PEOPLE_IDS.otto],
  });
}

/** Beckon is installed in a channel, or for a person. */
export const arrival = (conversation: string, kind: "personal" | "channel", person: string) => ({
  type: "installationUpdate",
  action: "add",
  id: `arrival ${conversation}`,
  channelId: "msteams",
  serviceUrl: SERVICE_URL,
  recipient: { id: `28:${BOT_ID}`, name: "Beckon" },
  from: { id: `29:${person}`, aadObjectId: person },
  conversation: { id: conversation, conversationType: kind, tenantId: TENANT_ID },
  channelData: {
    tenant: { id: TENANT_ID },
    ...(kind === "channel" && { channel: { id: conversation }, team: { id: "19:team" } }),
  },
});
