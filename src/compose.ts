import { randomInt, randomUUID } from "node:crypto";
import { createApp } from "./app.ts";
import { ACTIONS, COMMANDS, greet, otherwise } from "./bot/index.ts";
import { searchTickets } from "./bot/search-tickets.ts";
import type { BotConfig, Config } from "./config/config.ts";
import { runCommand } from "./domain/run-command.ts";
import type { TicketId } from "./domain/ticket/ids.ts";
import { checkSetup } from "./graph/check-setup.ts";
import { connectGraph } from "./graph/connection.ts";
import { createGraphDirectory } from "./graph/graph-directory.ts";
import { createGraphInstaller } from "./graph/graph-installer.ts";
import { PERMISSIONS } from "./graph/permissions.ts";
import { createSessionReport } from "./graph/session-report.ts";
import { type CredentialConfig, createCredential } from "./graph/sign-in.ts";
import { type WatchOptions, watchChanges } from "./graph/watch-changes.ts";
import { anchorTrail } from "./jobs/anchor-trail.ts";
import type { Delivery } from "./jobs/delivery.ts";
import { reconcileRemoteHelp } from "./jobs/reports/reconcile-remote-help.ts";
import { sendDigests } from "./jobs/reports/send-digests.ts";
import { watchAnomalies } from "./jobs/reports/watch-anomalies.ts";
import { retentionJob } from "./jobs/retention-job.ts";
import { createSchedules, type Schedules } from "./jobs/schedules.ts";
import { stopInOrder } from "./jobs/stopping.ts";
import { createAdminNotices } from "./jobs/tell-admins.ts";
import { type ClockWatch, createClockWatch } from "./jobs/watch-clock.ts";
import { type Clock, sharedClock, systemClock } from "./ports/clock.ts";
import { openStore, type Store } from "./store/open-store.ts";
import { rememberRoster } from "./teams/channel-roster.ts";
import { TEAMS_DEFAULTS, type TeamsConfig } from "./teams/config.ts";
import { createConnector } from "./teams/connector.ts";
import { NOTIFICATIONS_PATH } from "./teams/graph-notifications.ts";
import { paced } from "./teams/paced-messenger.ts";
import { createTeams } from "./teams/teams.ts";
import { watchHealth } from "./telemetry/health.ts";
import { createLog, type Log } from "./telemetry/log.ts";
import { createRemoteHelp } from "./transports/remote-help.ts";

export interface Beckon {
  /** `http://127.0.0.1:3978`, where Teams posts to `/api/messages`. */
  readonly url: string;
  readonly store: Store;
  readonly delivery: Delivery;
  readonly schedules: Schedules;
  readonly clockWatch: ClockWatch;
  /** Finishes what is under way and closes the store; what hangs is given up after twelve seconds. */
  stop(): Promise<void>;
}

/** Presses under way when a process stops; the rest of the time is for what they woke. */
const PRESSES_WITHIN = 4_000;

export interface StartOptions {
  /** Instead of the time that this machine and the store tell. */
  readonly clock?: Clock;
  readonly log?: Log;
  /** Instead of the configured one; it is closed at the end all the same. */
  readonly store?: Store;
  /** Off in tests, which run due work themselves. */
  readonly background?: boolean;
}

/**
 * Puts the rooms together and listens.
 * @throws {StoreUnavailable} when the database cannot be used; an error naming the port when it is taken.
 */
export async function startBeckon(config: Config, options: StartOptions = {}): Promise<Beckon> {
  const { log = createLog(undefined, config.logLevel), background = true } = options;
  const shared = sharedClock(systemClock, () => performance.now());
  const clock = options.clock ?? shared;
  const store = options.store ?? (await openStore(config.store, { clock, log }));
  try {
    const teamsConfig = teamsConfigOf(config);
    const credential = createCredential(credentialOf(config.bot));
    const connector = createConnector({ config: teamsConfig, clock, credential });
    const worker = randomUUID();
    const isShared = "databaseUrl" in config.store;
    const pacing = config.teams.keepsLimits
      ? paced(connector, undefined, isShared ? { store, worker, clock, log } : null)
      : null;
    const { interactive: messenger, background: backgroundMessenger } = pacing ?? {
      interactive: connector,
      background: connector,
    };
    const { helpdesk } = config.teams;
    const admins = createAdminNotices({ addresses: store, messenger: backgroundMessenger, helpdesk, log });
    const graph = connectGraph({
      baseUrl: config.graph.baseUrl,
      credential: createCredential(config.graph.credential),
      clock,
      log,
      onPermissionMissing: (permission) =>
        void admins.permissionMissing(permission, PERMISSIONS[permission].without),
      onProblem: (problem) => void admins.problem(problem),
    });
    const directory = createGraphDirectory({ ...config.graph, graph, eligibility: config.eligibility });
    const { teamsAppId: manifestId } = config.graph;
    const installer = manifestId === undefined ? null : createGraphInstaller({ graph, manifestId });
    const { world, delivery, reach } = createApp({
      store,
      evidence: store.evidence,
      deliveryStore: store,
      addresses: store,
      directory,
      messenger,
      clock,
      log,
      background: backgroundMessenger,
      policy: config.policy,
      eligibility: config.eligibility,
      summaryTo: config.summaryTo,
      installer,
      summaryFallback: config.summaryFallback,
      transport: createRemoteHelp(),
      roster: rememberRoster(connector, clock),
      channelReader: config.channelReader,
      helpdesk,
      tenantId: config.bot.tenantId,
      worker,
      random: randomInt,
    });
    const { evidence } = store;
    const posting = { messenger: backgroundMessenger, addresses: store, clock, log };
    const { auditChannel, retention, reports, channelReader: reader } = config;
    const reporting = { ...posting, queries: store, reportLog: store, reader };
    const reconciling = {
      sessionReport: createSessionReport(graph),
      auditChannel,
      async confirmEnd(ticket: TicketId, session: number) {
        const { policy } = config;
        const command = { type: "ConfirmEnd", session, at: clock.now() } as const;
        const outcome = await runCommand({ store, policy }, ticket, null, command);
        if (outcome.kind === "done" && outcome.events.length > 0) delivery.wake(ticket);
      },
    };
    const { notified, work } = await watchChanges({
      ...watchOptionsOf(config),
      graph,
      store,
      recheck: delivery.recheck,
      onUnreachable: () => void admins.graphCannotReachUs(config.graph.notificationsUrl?.host ?? ""),
      hasten: (name) => schedules.hasten(name),
    });
    const schedules: Schedules = createSchedules(
      [
        anchorTrail({ ...posting, evidence, reader, auditChannel }),
        retentionJob({ evidence, clock, log, retention }),
        watchAnomalies({ ...reporting, directory, policy: reports.anomalies, auditChannel }),
        sendDigests({ ...reporting, directory, reach, policy: reports.digest, digestTo: config.digestTo }),
        ...work,
        ...(config.reconciles ? [reconcileRemoteHelp({ ...reporting, directory, ...reconciling })] : []),
      ],
      { scheduleStore: store, clock, log, timeZone: reader.timeZone, worker },
    );
    const teams = createTeams({
      config: teamsConfig,
      deps: world,
      messenger,
      actions: ACTIONS,
      commands: COMMANDS,
      otherwise,
      search: searchTickets,
      welcome: ({ name }) => greet(name),
      ...(notified && { notified }),
    });
    const time =
      options.clock === undefined
        ? { own: systemClock, commonTime: store.time, hear: shared.hear }
        : { own: clock, commonTime: async () => clock.now(), hear() {} };
    const clockWatch = createClockWatch(
      { ...time, store, deliveryStore: store, clock, log, policy: config.policy },
      delivery.wake,
    );
    // Before anybody presses: what a wrong clock has left is ended, and this process has the time of the others.
    await clockWatch.look();
    await pacing?.start();
    const server = await teams.listen(config.http.port, config.http.host);
    const stopHealth = background ? watchHealth(log) : () => {};
    if (background) {
      void checkSetup(graph, config.graph);
      delivery.start();
      schedules.start();
      clockWatch.start();
    }
    log.info("beckon.started", { profile: config.profile, url: server.url });
    return {
      url: server.url,
      store,
      delivery,
      schedules,
      clockWatch,
      async stop() {
        stopHealth();
        // New presses stop first; then what they woke is finished; the store goes last.
        await stopInOrder(
          [
            { name: "server", within: PRESSES_WITHIN, stop: () => server.close() },
            {
              name: "background",
              stop: () => Promise.all([schedules.stop(), delivery.stop(), clockWatch.stop()]),
            },
            { name: "pacing", stop: async () => pacing?.stop() },
            { name: "store", stop: () => store.close() },
          ],
          log,
        );
      },
    };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

function watchOptionsOf({ graph, teams, store }: Config) {
  const { notificationsUrl, helpersGroupId, leadsGroupId } = graph;
  return {
    publicUrl: notificationsUrl === undefined ? null : new URL(NOTIFICATIONS_PATH, notificationsUrl),
    tenants: teams.tenants,
    helpdeskGroups: [helpersGroupId, leadsGroupId],
    masterKey: store.masterKey,
  } satisfies Partial<WatchOptions>;
}

const teamsConfigOf = ({ bot, teams, channelReader }: Config): TeamsConfig => ({
  ...TEAMS_DEFAULTS,
  appId: bot.anonymous ? "" : bot.appId,
  anonymous: bot.anonymous,
  tenants: teams.tenants,
  serviceHosts: teams.serviceHosts,
  reader: channelReader,
});

function credentialOf({ anonymous, type, appId, tenantId, password }: BotConfig): CredentialConfig {
  if (anonymous) return { kind: "none" };
  if (type === "UserAssignedMsi" || password === undefined)
    return { kind: "managed-identity", clientId: appId };
  return { kind: "client-secret", tenantId, clientId: appId, clientSecret: password };
}
