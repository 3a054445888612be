import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOT_ID, HELPDESK } from "../bench/activities.ts";
import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { readConfig } from "../src/config/config.ts";
import { personId } from "../src/domain/ticket/ids.ts";
import { systemClock } from "../src/ports/clock.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { type Chats, type Mishap, startChats } from "../test/support/chats.ts";
import { blockChats } from "./blocked-chats.ts";
import { type Bots, startBots } from "./bots.ts";
import { injectFaults } from "./faults.ts";
import { recordMessages } from "./message-history.ts";
import type { Answered } from "./person.ts";
import { LENT, PROFILES, type Profile, type ProfileName } from "./profiles.ts";
import { createDice, type Dice } from "./random.ts";
import { BLOCKS_FOR_GOOD, installEverywhere, of, runStories } from "./scenario.ts";
import { countAsTeams, watchLag } from "./teams-limits.ts";
import { type ChaosReport, judge, untilSettled } from "./verdict.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly processes: number;
  /** Without it, an SQLite file. */
  readonly databaseUrl?: string;
  readonly stories: number;
  readonly kills: number;
  /** How often a process is suspended for longer than its lease; none by default. */
  readonly pauses?: number;
  /** Seconds after which nothing new is begun. */
  readonly longest: number;
  readonly profile?: ProfileName;
  /** Beckon keeps Teams' limits, and Teams answers 429 whenever it does not: that is a fault then. */
  readonly keepsLimits?: boolean;
  /** No faults are injected. */
  readonly isCalm?: boolean;
  /** Damages what is at rest, before it is checked. */
  readonly damage?: (atRest: AtRest) => Promise<void>;
}

/** A run whose processes have ended. */
export interface AtRest {
  readonly env: NodeJS.ProcessEnv;
  readonly chats: Chats;
  readonly store: Store;
  readonly answers: readonly Answered[];
  readonly bots: Bots;
  readonly dice: Dice;
}

/** Short enough that deadlines pass during a run. */
const policyOf = ({ answerWindow, longest }: Profile) => ({
  answerWindowMinutes: answerWindow,
  claimLeaseMinutes: 0.5,
  longestMinutes: longest,
  shorterMinutes: 0.2,
  warningsMinutes: [0.4, 0.2],
  extension: { minutes: 0.2, most: 2 },
  // A few seconds, so that stories go on and cards come to rest.
  askAgain: { afterMinutes: [0.05], quietHours: 0.01 },
  // Few people ask for everything.
  limits: { openRequests: 10_000 },
});

/** Runs stories while the bot and its neighbours fail, waits until everything is at rest, and checks it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { isCalm = false, keepsLimits = false } = options;
  const profile = PROFILES[options.profile ?? "mixed"];
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "beckon-chaos-"));
  const [graph, chats] = await Promise.all([startSimulatedGraph(), startChats()]);
  addLaptops(graph, profile);
  const policyFile = join(folder, "policy.json");
  await writeFile(policyFile, JSON.stringify(policyOf(profile)));
  const env = {
    BECKON_PROFILE: "playground",
    PERSON_LIMITS: "off",
    BOT_ID,
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: HELPDESK,
    GRAPH_BASE_URL: graph.url,
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    POLICY_FILE: policyFile,
    TIME_ZONE: "Europe/Berlin",
    SEND_LIMITS: keepsLimits ? "teams" : "off",
    ...(options.databaseUrl === undefined
      ? { DATABASE_FILE: join(folder, "beckon.sqlite") }
      : { DATABASE_URL: options.databaseUrl }),
  };
  const config = readConfig({ ...env, PORT: "0" }, (path) => readFileSync(path, "utf8"));
  const history = recordMessages(chats);
  const lag = watchLag();
  const limits = countAsTeams(undefined, lag.worst);
  const answers: Answered[] = [];
  let bots: Bots | null = null;
  let store: Store | null = null;
  try {
    bots = await startBots(options.processes, env);
    const people = await installEverywhere(profile, { chats, bots, dice, answers });
    history.begin();
    const faults = injectFaults(dice.for("faults"), chats, graph);
    const mayBlock = [...people.values()].filter(({ key }) => key !== BLOCKS_FOR_GOOD);
    const blockedChats = isCalm ? null : blockChats(dice.for("blocked chats"), mayBlock);
    if (isCalm) faults.clear();
    chats.mishap(
      firstOf(
        keepsLimits ? ({ conversation }) => tooFast(limits.take(conversation)) : () => null,
        ({ conversation, id }) => refused(blockedChats?.refuses(conversation, id) ?? null),
        () => faults.next(),
      ),
    );
    await runStories({ size: options, profile, bots, people, dice, blockedChats, killed: limits.forget });
    faults.clear();
    await blockedChats?.clear();
    await Promise.all(profile.sharers.map((key) => of(people, key).types("stop")));
    store = await openStore(config.store, { clock: systemClock, log: silentLog });
    const excuses = {
      unreachable: new Set(isCalm ? [] : [personId(PEOPLE_IDS[BLOCKS_FOR_GOOD])]),
      deleted: faults.deleted,
      refusedUpdates: blockedChats?.refusedUpdates ?? new Set<string>(),
      hasShort: faults.counts.has("413"),
    };
    const state = { store, chats, config, excuses };
    const settledIn = await untilSettled(state);
    const codes = await bots.stop();
    await options.damage?.({ env, chats, store, answers, bots, dice: dice.for("damage") });
    const report = await judge(state, { answers, history, bots });
    const wrong = [...report.wrong, ...new Set(limits.broken)];
    if (settledIn === null) wrong.push("never at rest: cards were still behind after the longest wait");
    if (codes.some((code) => code !== 0)) wrong.push(`a process ended with ${codes.join(", ")} on SIGTERM`);
    const injected = Object.fromEntries([...faults.counts, ...(blockedChats?.counts ?? [])]);
    return {
      wrong,
      coverage: report.coverage,
      log: bots.log,
      counts: {
        ...report.counts,
        ...injected,
        kills: bots.kills,
        pauses: bots.pauses,
        "ms until at rest": settledIn ?? -1,
      },
    };
  } finally {
    lag.stop();
    await bots?.stop();
    await store?.close();
    await Promise.all([graph.close(), chats.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Copies of Sam's laptop, on which every level is allowed. */
function addLaptops(graph: SimulatedGraph, { sharers, laptops }: Profile): void {
  const { devices } = graph.tenant();
  const model = devices.find(({ id }) => id === DEVICE_IDS.samLaptop);
  if (model === undefined) throw new Error("Sam has no laptop");
  for (const [i, key] of sharers.entries()) {
    for (let j = 0; j < laptops; j++) {
      const number = `${i}${j}`.padStart(12, "0");
      devices.push({
        ...structuredClone(model),
        id: `d5000000-0000-4000-8000-${number}`,
        azureADDeviceId: `e5000000-0000-4000-8000-${number}`,
        userId: PEOPLE_IDS[key],
        deviceName: `${LENT}-${i}${j}`,
      });
    }
  }
}

/** The first of these that says how to treat the request. */
const firstOf =
  (...troubles: readonly Mishap[]): Mishap =>
  (request) => {
    for (const each of troubles) {
      const trouble = each(request);
      if (trouble !== null) return trouble;
    }
    return null;
  };

const tooFast = (retryAfter: number | null) =>
  retryAfter === null ? null : { accepted: false, answer: 429, retryAfter };

const refused = (code: string | null) => (code === null ? null : { accepted: false, answer: 403, code });
