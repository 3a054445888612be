import { fileURLToPath } from "node:url";
import { GROUP_IDS, TENANT_ID } from "../playground/company.ts";
import { activity, BOT_ID, HELPDESK, inHelpdesk, installedIn } from "./activities.ts";
import type { Connector } from "./connector.ts";
import { post } from "./load.ts";
import { type Server, startServer } from "./server.ts";

/** The policy of production, except that one person may have all the requests. */
export const POLICY_FILE = fileURLToPath(new URL("./policy.json", import.meta.url));

/** Beckon as it runs in production, but for the signatures. */
export const environmentOf = (graphUrl: string, database: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  BECKON_PROFILE: "playground",
  PERSON_LIMITS: "off",
  PORT: "0",
  BOT_ID,
  BOT_TENANT_ID: TENANT_ID,
  HELPDESK_CHANNEL_ID: HELPDESK,
  GRAPH_BASE_URL: graphUrl,
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
  POLICY_FILE,
  ...database,
});

export const startBeckon = (graphUrl: string, database: NodeJS.ProcessEnv): Promise<Server> =>
  startServer("../src/main.ts", environmentOf(graphUrl, database));

/** Sam, Hana, her manager and the channel have Beckon. */
export async function installEverywhere(
  { url }: Pick<Server, "url">,
  { serviceUrl }: Connector,
): Promise<void> {
  for (const who of ["sam", "hana", "mia"] as const)
    await post(url, JSON.stringify(activity(serviceUrl, who, installedIn({}))));
  await post(url, JSON.stringify(activity(serviceUrl, "hana", installedIn(inHelpdesk))));
}
