import { randomInt, randomUUID } from "node:crypto";
import type { BotDeps } from "./bot/action.ts";
import { formAbout } from "./bot/ask-about.ts";
import { createFileLinks } from "./bot/file-links.ts";
import { ACTIONS, COMMANDS, greet, otherwise, removeSent } from "./bot/index.ts";
import { introduce } from "./bot/introduce.ts";
import { createReadLog } from "./bot/read-log.ts";
import { createSearchScopes } from "./bot/search-scope.ts";
import { searchTickets } from "./bot/search-tickets.ts";
import type { Config } from "./config/config.ts";
import {
  connectMicrosoft,
  connectTeams,
  examineSetup,
  type Microsoft,
  type Process,
  secretWork,
} from "./connect.ts";
import { askFromOf } from "./domain/ask-pressure.ts";
import { runCommand } from "./domain/run-command.ts";
import type { TicketId } from "./domain/ticket/ids.ts";
import type { Ticket } from "./domain/ticket/ticket.ts";
import { checkSetup } from "./graph/check-setup.ts";
import { createSessionReport } from "./graph/session-report.ts";
import { watchChanges } from "./graph/watch-changes.ts";
import { anchorChanges, anchorTrail } from "./jobs/anchor-trail.ts";
import { type Board, createBoard } from "./jobs/board.ts";
import { type CardsOnDemand, createCardsOnDemand } from "./jobs/cards-on-demand.ts";
import { type ClockWatch, createClockWatch } from "./jobs/clock-watch.ts";
import { createDelivery, type Delivery, type DeliveryDeps } from "./jobs/delivery.ts";
import { createExpectedWait, type ExpectedWait } from "./jobs/expected-wait.ts";
import { createIncidents, type Incidents } from "./jobs/incidents.ts";
import { createReadiness } from "./jobs/readiness.ts";
import { createPhotoAlbum } from "./jobs/render-context.ts";
import { reconcileRemoteHelp } from "./jobs/reports/reconcile-remote-help.ts";
import { sendDigests } from "./jobs/reports/send-digests.ts";
import { watchAnomalies } from "./jobs/reports/watch-anomalies.ts";
import { retentionJob } from "./jobs/retention-job.ts";
import { createRollCall } from "./jobs/roll-call.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import { createSchedules, type Schedules } from "./jobs/schedules.ts";
import { stopInOrder } from "./jobs/stopping.ts";
import { type Clock, sharedClock, systemClock } from "./ports/clock.ts";
import { anchorFile } from "./store/anchor-file.ts";
import { openStore, type Store } from "./store/open-store.ts";
import { whenReached } from "./store/when-reached.ts";
import { NOTIFICATIONS_PATH } from "./teams/graph-notifications.ts";
import { createTeams } from "./teams/teams.ts";
import { watchHealth } from "./telemetry/health.ts";
import { createLog, type Fields, type Log } from "./telemetry/log.ts";
import { createRemoteHelp } from "./transports/remote-help.ts";

export interface Beckon {
  /** `http://127.0.0.1:3978`, where Teams posts to `/api/messages`. */
  readonly url: string;
  readonly store: Store;
  readonly delivery: Delivery;
  readonly schedules: Schedules;
  readonly board: Board;
  readonly expectedWait: ExpectedWait;
  readonly incidents: Incidents;
  readonly clockWatch: ClockWatch;
  /** Finishes what is in progress and closes the store, within twelve seconds. */
  stop(): Promise<void>;
}

interface StartOptions {
  /** Instead of this machine's clock and the store's. */
  readonly clock?: Clock;
  readonly log?: Log;
  /** Names this process among others on the same store; a new one when absent. */
  readonly instance?: string;
  /** Instead of the configured one; it is closed at the end all the same. */
  readonly store?: Store;
  /** Off in tests, which run due work themselves. */
  readonly background?: boolean;
}

/** Milliseconds for the actions in flight when a process stops; the rest of the time is for their cards. */
const ACTIONS_WITHIN = 4_000;

/**
 * Starts Beckon, once the database server is there.
 * @throws {StoreUnavailable} when the database cannot be used; an error that names the port when it is taken.
 */
export async function startBeckon(config: Config, options: StartOptions = {}): Promise<Beckon> {
  const { log = createLog(undefined, config.logLevel) } = options;
  const shared = sharedClock(systemClock);
  const clock = options.clock ?? shared;
  const store = options.store ?? (await whenReached(() => openStore(config.store, { clock, log }), log));
  const time =
    options.clock === undefined
      ? { own: systemClock, commonTime: store.time, hear: shared.hear }
      : { own: clock, commonTime: async () => clock.now(), hear() {} };
  try {
    return await start(
      { config, store, clock, log, worker: options.instance ?? randomUUID() },
      time,
      options.background ?? true,
    );
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

async function start(process: Process, time: CommonTime, hasBackground: boolean): Promise<Beckon> {
  const { config, store, clock, log, worker } = process;
  const { policy } = config;
  const teamsConnection = connectTeams(process);
  const microsoft = connectMicrosoft(process, teamsConnection.background);
  const scheduler = createScheduler(log, undefined, teamsConnection.pacing?.processes);
  const { directory } = microsoft;
  const { roster } = teamsConnection;
  const helpdesk = config.teams.helpdesk;
  const expectedWait = createExpectedWait({ queries: store, duty: policy.duty, clock, scheduler });
  const deps: DeliveryDeps = {
    store,
    deliveryStore: store,
    threads: store,
    addresses: store,
    directory,
    installer: microsoft.installer,
    messenger: teamsConnection.messenger,
    background: teamsConnection.background,
    roster,
    transport: createRemoteHelp(),
    album: createPhotoAlbum(microsoft.directory, clock),
    askFrom: (ticket: Ticket) => askFromOf(ticket, { store, policy, clock }),
    scheduler,
    clock,
    log,
    policy,
    eligibility: config.eligibility,
    summaryTo: config.summaryTo,
    summaryFallback: config.summaryFallback,
    channelReader: config.channelReader,
    rollCall: createRollCall({ directory, addresses: store, roster, helpdesk, policy, clock, log }),
    expectedWait,
    helpdesk,
    tenantId: config.bot.tenantId,
    opensFiles: config.publicUrl !== null || config.bot.anonymous,
    helpdeskReached: microsoft.admins.helpdeskReached,
  };
  const delivery = createDelivery(worker, deps);
  const cards = createCardsOnDemand(deps, delivery);
  const board = createBoard({ ...deps, store, messenger: teamsConnection.background });
  const incidents = createIncidents({ ...deps, store, securityChannel: config.securityChannel });
  const changes = await watchChanges({
    graph: microsoft.graph,
    publicUrl: notificationsUrlOf(config),
    tenants: config.teams.tenants,
    helpdeskGroups: [config.graph.helpersGroupId, config.graph.leadsGroupId],
    masterKey: config.store.masterKey,
    store,
    recheck: delivery.recheck,
    onUnreachable: () => void microsoft.admins.graphCannotReachUs(config.graph.notificationsUrl?.host ?? ""),
    hasten: (name) => schedules.hasten(name),
  });
  const schedules: Schedules = createSchedules(
    [
      ...recurringWork(process, deps, { graph: microsoft.graph, reach: cards.reach }, delivery),
      ...changes.work,
      ...secretWork(process, microsoft.admins),
      board.morning,
    ],
    { scheduleStore: store, scheduler, clock, log, timeZone: config.channelReader.timeZone, worker },
  );
  const clockWatch = createClockWatch(
    { ...time, store, deliveryStore: store, scheduler, clock, log, policy },
    (ticket) => delivery.wake(ticket.id, ticket),
  );
  // The playground's links lead to its own server, whose port may be any free one.
  let ownUrl: string | null = null;
  const fileLinks = createFileLinks({
    masterKey: config.store.masterKey,
    origin: () => config.publicUrl ?? (config.bot.anonymous ? ownUrl : null),
    store,
    clock,
  });
  const botDeps: BotDeps = {
    ...deps,
    ...cards,
    store,
    examineSetup: () => examineSetup(config, teamsConnection.roster),
    bringBoard: board.bring,
    tellIncident: incidents.tell,
    wake: delivery.wake,
    newLease: delivery.newLease,
    searchScopeOf: createSearchScopes(deps),
    readLog: createReadLog({ evidence: store.evidence, clock }),
    fetchAttachment: teamsConnection.fetchAttachment,
    fileLinks,
    random: randomInt,
  };
  const teams = createTeams({
    config: teamsConnection.config,
    deps: botDeps,
    messenger: teamsConnection.messenger,
    roster: teamsConnection.roster,
    actions: ACTIONS,
    commands: COMMANDS,
    otherwise,
    removeSent,
    search: searchTickets,
    askAbout: formAbout,
    openFile: fileLinks.open,
    ready: createReadiness({ store, scheduler }),
    welcome: (caller) => greet(caller, botDeps),
    introduce: (team) => introduce(team, botDeps),
    ...(changes.notified && { notified: changes.notified }),
  });
  // Before the first action: sessions of a wrong clock are ended, and this process has the time of the others.
  await clockWatch.look();
  await teamsConnection.pacing?.start();
  const server = await teams.listen(config.http.port, config.http.host);
  ownUrl = server.url;
  const vitals = async (): Promise<Fields> => ({ ...(await store.vitalSigns(clock.now())) });
  const stopHealth = hasBackground ? watchHealth(log, undefined, vitals) : () => {};
  if (hasBackground) {
    void checkSetup(microsoft.graph, config.graph);
    scheduler.start();
  }
  log.info("beckon.started", { profile: config.profile, url: server.url });
  return {
    url: server.url,
    store,
    delivery,
    schedules,
    board,
    expectedWait,
    incidents,
    clockWatch,
    async stop() {
      stopHealth();
      // New actions stop first; then the cards of the last ones are sent; the store goes last.
      await stopInOrder(
        [
          { name: "server", within: ACTIONS_WITHIN, stop: () => server.close() },
          { name: "background", stop: () => scheduler.stop() },
          { name: "pacing", stop: () => teamsConnection.pacing?.stop() },
          { name: "store", stop: () => store.close() },
        ],
        log,
      );
    },
  };
}

type CommonTime = Pick<Parameters<typeof createClockWatch>[0], "own" | "commonTime" | "hear">;

const notificationsUrlOf = ({ graph }: Config): URL | null =>
  graph.notificationsUrl === undefined ? null : new URL(NOTIFICATIONS_PATH, graph.notificationsUrl);

/** The schedules; docs/operating.md lists them. */
function recurringWork(
  { config, store, clock, log }: Process,
  { background, directory }: DeliveryDeps,
  { graph, reach }: Pick<Microsoft, "graph"> & Pick<CardsOnDemand, "reach">,
  delivery: Delivery,
) {
  const { auditChannel, retention, reports, channelReader: reader, digestTo, policy } = config;
  const { evidence } = store;
  const posting = { messenger: background, addresses: store, clock, log, reader, auditChannel };
  const reporting = { ...posting, queries: store, reportLog: store, directory };
  const work = [
    anchorTrail({ ...posting, evidence }),
    anchorChanges({
      evidence,
      clock,
      log,
      anchorFile: config.anchorFile === null ? null : anchorFile(config.anchorFile),
    }),
    retentionJob({ evidence, clock, log, retention }),
    watchAnomalies({ ...reporting, policy: reports.anomalies }),
    sendDigests({ ...reporting, reach, policy: reports.digest, digestTo }),
  ];
  if (!config.reconciles) return work;
  async function confirmEnd(ticket: TicketId, session: number): Promise<void> {
    const command = { type: "ConfirmEnd", session, at: clock.now() } as const;
    const result = await runCommand({ store, policy }, ticket, null, command);
    if (result.kind === "done" && result.events.length > 0) delivery.wake(ticket, result.ticket);
  }
  return [
    ...work,
    reconcileRemoteHelp({ ...reporting, sessionReport: createSessionReport(graph), confirmEnd }),
  ];
}
