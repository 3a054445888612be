import type { SetupFinding } from "./cards/setup-report.ts";
import type { Config } from "./config/config.ts";
import { examine } from "./doctor/examine.ts";
import { createTools } from "./doctor/tools.ts";
import { watchSecrets } from "./doctor/watch-secrets.ts";
import type { Round } from "./graph/batch.ts";
import { connectGraph, type GraphConnection, type Problem } from "./graph/connection.ts";
import { createGraphDirectory } from "./graph/graph-directory.ts";
import { createGraphInstaller } from "./graph/graph-installer.ts";
import { createCredential } from "./graph/sign-in.ts";
import { type AdminNotices, createAdminNotices } from "./jobs/tell-admins.ts";
import { type Clock, systemClock } from "./ports/clock.ts";
import type { Directory } from "./ports/directory.ts";
import type { Installer } from "./ports/installer.ts";
import type { Messenger, Roster } from "./ports/messenger.ts";
import type { Store } from "./store/open-store.ts";
import { TEAMS_DEFAULTS, type TeamsConfig } from "./teams/config.ts";
import { type Connector, createConnector } from "./teams/connector.ts";
import { type PacedMessenger, paced } from "./teams/paced-messenger.ts";
import { type Log, silentLog } from "./telemetry/log.ts";

/** What every part of a process shares. */
export interface Process {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among others on the same store. */
  readonly worker: string;
}

/** Teams for sending. */
interface TeamsConnection {
  readonly config: TeamsConfig;
  /** For people who wait. */
  readonly messenger: Messenger;
  /** The same messenger for low-priority messages. */
  readonly background: Messenger;
  readonly roster: Roster;
  readonly fetchAttachment: Connector["fetchAttachment"];
  /** Null when Beckon neither keeps Teams' limits nor shares its store with other processes. */
  readonly pacing: PacedMessenger | null;
}

export function connectTeams({ config, store, clock, log, worker }: Process): TeamsConnection {
  const teamsConfig = teamsConfigOf(config);
  const credential = createCredential(config.bot.credential);
  const connector = createConnector({ config: teamsConfig, clock, credential });
  const isShared = "databaseUrl" in config.store;
  const { keepsLimits } = config.teams;
  const processes = isShared ? { store, worker, clock, log } : null;
  // Without limits, too, processes count one another: together they poll as often as one.
  const pacing = keepsLimits || isShared ? paced(connector, undefined, processes) : null;
  return {
    config: teamsConfig,
    messenger: keepsLimits && pacing !== null ? pacing.interactive : connector,
    background: keepsLimits && pacing !== null ? pacing.background : connector,
    roster: connector,
    fetchAttachment: connector.fetchAttachment,
    pacing,
  };
}

export interface Microsoft {
  readonly graph: GraphConnection;
  readonly directory: Directory;
  /** Null when Beckon is to be installed by people only. */
  readonly installer: Installer | null;
  readonly admins: AdminNotices;
}

export function connectMicrosoft({ config, store, clock, log }: Process, messenger: Messenger): Microsoft {
  const { helpdesk } = config.teams;
  const leads = () => directory.leads();
  const admins = createAdminNotices({
    addresses: store,
    messenger,
    helpdesk,
    leads,
    log,
    reader: config.channelReader,
  });
  const graph = connectGraph({
    baseUrl: config.graph.baseUrl,
    credential: createCredential(config.graph.credential),
    clock,
    log,
    onPermissionMissing: (permission) => void admins.permissionMissing(permission),
    onProblem: (problem) => void admins.problem(problem),
  });
  const directory: Directory = createGraphDirectory({
    ...config.graph,
    graph,
    eligibility: config.eligibility,
  });
  const { teamsAppId: manifestId } = config.graph;
  const installer = manifestId === undefined ? null : createGraphInstaller({ graph, manifestId });
  return { graph, directory, installer, admins };
}

/** Teams waits fifteen seconds for an answer. */
const EXAMINED_WITHIN_MS = 10_000;

export const examineSetup = (config: Config, roster: Roster): Promise<readonly SetupFinding[]> =>
  examine(createTools({ config, clock: systemClock, roster, withinMs: EXAMINED_WITHIN_MS }));

/** The daily look at the end of secrets, where there is something that ends. */
export function secretWork({ config, clock, log }: Process, admins: AdminNotices) {
  const kinds = [config.bot.credential.kind, config.graph.credential.kind];
  if (!kinds.includes("client-secret") && !kinds.includes("certificate")) return [];
  const { baseUrl, credential } = config.graph;
  const graph = connectGraph({ baseUrl, credential: createCredential(credential), clock, log: silentLog });
  const round = (call: string): Round => {
    const signal = AbortSignal.timeout(EXAMINED_WITHIN_MS);
    return { call, version: "v1.0", signal, retryPolicy: "background" };
  };
  const problem = (found: Problem) => void admins.problem(found);
  return [watchSecrets({ config, clock, log, tools: () => ({ graph, round }), problem })];
}

/** Who is in a team, asked as the bot; for the doctor, which starts nothing. */
export function rosterOf(config: Config): Roster {
  const credential = createCredential(config.bot.credential);
  return createConnector({ config: teamsConfigOf(config), clock: systemClock, credential });
}

const teamsConfigOf = ({ bot, teams, channelReader }: Config): TeamsConfig => ({
  ...TEAMS_DEFAULTS,
  appId: bot.anonymous ? "" : bot.appId,
  anonymous: bot.anonymous,
  tenants: teams.tenants,
  serviceHosts: teams.serviceHosts,
  pace: teams.limitsPeople ? TEAMS_DEFAULTS.pace : null,
  reader: channelReader,
});
