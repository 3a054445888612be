import type { TokenCredential } from "@azure/identity";
import type { Config } from "../config/config.ts";
import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { sourcesFor } from "../domain/eligibility/judge.ts";
import { mayHoldRole } from "../domain/eligibility/person-checks.ts";
import type { Round } from "../graph/batch.ts";
import { connectGraph, type GraphConnection } from "../graph/connection.ts";
import { membersOf } from "../graph/people.ts";
import { type Feature, featuresOn } from "../graph/permissions.ts";
import type { Version } from "../graph/question.ts";
import { createCredential, type SignIn, trySignIn } from "../graph/sign-in.ts";
import type { Clock } from "../ports/clock.ts";
import type { Roster } from "../ports/messenger.ts";
import { type InspectedStore, inspectStore } from "../store/inspect-store.ts";
import { publicCloud } from "../teams/config.ts";
import { silentLog } from "../telemetry/log.ts";

/** What the checks may ask. Each answer that several need is asked once. */
export interface Tools {
  readonly config: Config;
  readonly graph: GraphConnection;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly features: ReadonlySet<Feature>;
  signIn(app: "bot" | "graph"): Promise<SignIn>;
  /** Helpers and leads with an account that may help. */
  helpers(): Promise<Lookup<readonly PersonFacts[]>>;
  store(): Promise<InspectedStore>;
  round(call: string, version?: Version): Round;
  /** Until the examination has to be over. */
  readonly signal: AbortSignal;
  close(): Promise<void>;
}

export interface ToolOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** Of the helpdesk channel; asked with the bot's own credential. */
  readonly roster: Roster;
  readonly withinMs: number;
  /** Instead of those that the configuration names. */
  readonly credentials?: { readonly bot: TokenCredential | null; readonly graph: TokenCredential | null };
}

export function createTools(options: ToolOptions): Tools {
  const { config, clock, roster } = options;
  const { graph: graphConfig, bot } = config;
  const credentials = options.credentials ?? {
    bot: createCredential(bot.credential),
    graph: createCredential(graphConfig.credential),
  };
  const signal = AbortSignal.timeout(options.withinMs);
  const { baseUrl, helpersGroupId, leadsGroupId } = graphConfig;
  const graph = connectGraph({ baseUrl, credential: credentials.graph, clock, log: silentLog });
  const round = (call: string, version: Version = "v1.0"): Round => ({
    call,
    version,
    signal,
    retryPolicy: "background",
  });
  const signIns = {
    bot: once(() => trySignIn(credentials.bot, publicCloud.scope, signal)),
    graph: once(() => trySignIn(credentials.graph, baseUrl, signal)),
  };
  const helpers = once(async (): Promise<Lookup<readonly PersonFacts[]>> => {
    const answers = await graph.ask(round("helpers"), {
      helpers: membersOf(helpersGroupId),
      leads: membersOf(leadsGroupId),
    });
    if ("unknown" in answers.helpers) return answers.helpers;
    if ("unknown" in answers.leads) return answers.leads;
    const each = new Map([...answers.helpers.seen, ...answers.leads.seen].map((one) => [one.id, one]));
    return { seen: [...each.values()].filter((one) => mayHoldRole(one, config.eligibility)) };
  });
  const store = once(() => inspectStore(config.store, clock));
  return {
    config,
    graph,
    roster,
    clock,
    features: featuresOf(config),
    signIn: (app) => signIns[app](),
    helpers,
    store,
    round,
    signal,
    close: async () => (await store()).close(),
  };
}

/** What this configuration switches on, in the words of the table of permissions. */
export function featuresOf({ bot, graph, eligibility, reconciles }: Config): ReadonlySet<Feature> {
  const kinds = [bot.credential.kind, graph.credential.kind];
  return featuresOn({
    sources: sourcesFor(eligibility),
    reconciles,
    installs: graph.teamsAppId !== undefined,
    hasNotifications: graph.notificationsUrl !== undefined,
    hasSecret: kinds.includes("client-secret") || kinds.includes("certificate"),
  });
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}
