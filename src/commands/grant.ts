import {
  AzureCliCredential,
  AzurePowerShellCredential,
  ChainedTokenCredential,
  type TokenCredential,
} from "@azure/identity";
import type { Command } from "commander";
import { commandOf, type Output, UsageMistake } from "../cli/command-line.ts";
import { STANDARD_OUTPUT } from "../cli/read-call.ts";
import { type Config, readConfig } from "../config/config.ts";
import { azureCli, powerShell } from "../doctor/grant-text.ts";
import { featuresOf } from "../doctor/tools.ts";
import { isGuid } from "../domain/ticket/ids.ts";
import { GrantRefused, grantPermissions } from "../graph/grant.ts";
import { isOptional, type Permission, permissionsFor } from "../graph/permissions.ts";
import { appIdOf } from "../graph/sign-in.ts";
import { useProxy } from "./use-proxy.ts";

const SPEC = {
  name: "grant",
  does: "Prints how to grant what is switched on to the app or managed identity that asks Graph, which the portal cannot do for an identity.",
  options: {
    app: {
      value: "CLIENT_ID",
      does: "to which one; the app or identity that the variables name for Graph",
      fits: /^[0-9a-f-]{36}$/i,
    },
    all: { does: "also what is optional: see docs/permissions.md" },
    apply: { does: "grants it now, as whoever is signed in to az or Azure PowerShell" },
  },
} as const;

const WITHIN_MS = 60_000;

/** @param administrator for tests: instead of whoever is signed in on this machine. */
export const grantCommand = (
  env: NodeJS.ProcessEnv = process.env,
  output: Output = STANDARD_OUTPUT,
  administrator?: TokenCredential,
): Command =>
  commandOf(SPEC, async ({ values }) => {
    const config = readConfig(env);
    useProxy(config);
    const { credential } = config.graph;
    // A machine's own identity has no id here, and the bot's app is another one.
    const appId = values.app ?? appIdOf(credential) ?? "";
    if (!isGuid(appId)) throw new UsageMistake("--app is needed: which app or managed identity?");
    const permissions = permissionsFor(featuresOf(config)).filter((name) => values.all || !isOptional(name));
    const tenantId = "tenantId" in credential ? credential.tenantId : config.bot.tenantId;
    if (values.apply) return await apply({ config, tenantId, appId, permissions }, output, administrator);
    const grant = { appId, tenantId, permissions };
    output.out(`${powerShell(grant)}\n\n${azureCli(grant)}\n`);
    return 0;
  });

interface Wanted {
  readonly config: Config;
  readonly tenantId: string;
  readonly appId: string;
  readonly permissions: readonly Permission[];
}

async function apply(
  { config, tenantId, appId, permissions }: Wanted,
  output: Output,
  administrator: TokenCredential = signedInHere(),
): Promise<number> {
  const { baseUrl } = config.graph;
  const signal = AbortSignal.timeout(WITHIN_MS);
  const token = await administrator.getToken(`${baseUrl}/.default`, { tenantId }).catch(() => null);
  if (token === null) {
    throw new Error(
      `Nobody is signed in to that tenant on this machine. Run: az login --tenant ${tenantId} --allow-no-subscriptions`,
    );
  }
  const options = { baseUrl, token: token.token, appId, permissions, signal };
  try {
    await grantPermissions(options, (permission, outcome) =>
      output.out(`${outcome === "held" ? "has it" : "granted"}  ${permission}\n`),
    );
    return 0;
  } catch (fault) {
    if (!(fault instanceof GrantRefused)) throw fault;
    output.err(`${fault.message}\n`);
    return 1;
  }
}

/** Never Beckon's own identity: it must not be able to give itself rights. */
const signedInHere = (): TokenCredential =>
  new ChainedTokenCredential(new AzureCliCredential(), new AzurePowerShellCredential());
