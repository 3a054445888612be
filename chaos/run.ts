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
import { makeAbsences } from "./absences.ts";
import { type Bots, startBots } from "./bots.ts";
import { MOODS, type Mood, type MoodName } from "./moods.ts";
import type { Answered } from "./person.ts";
import { createDice } from "./random.ts";
import { watch } from "./seen.ts";
import { LOST, moveIn, of, storm } from "./storm.ts";
import { countAsTeams, watchLag } from "./teams-limits.ts";
import { type ChaosReport, judge, untilSettled } from "./verdict.ts";
import { makeWeather } from "./weather.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly processes: number;
  /** Without it, an SQLite file. */
  readonly databaseUrl?: string;
  readonly stories: number;
  readonly kills: number;
  /** How often a process stands still for longer than its lease; none by default. */
  readonly pauses?: number;
  /** Seconds after which nothing new is begun. */
  readonly longest: number;
  readonly mood?: MoodName;
  /** Beckon keeps Teams' limits, and Teams answers 429 whenever it does not: that is a fault then. */
  readonly keepsLimits?: boolean;
  /** No faults from outside. */
  readonly isCalm?: boolean;
  /** Breaks something on purpose before the end is looked at: what is checked has to notice. */
  readonly sabotage?: (ruins: Ruins) => Promise<void>;
}

export interface Ruins {
  readonly env: NodeJS.ProcessEnv;
  readonly chats: Chats;
  readonly store: Store;
  readonly answers: readonly Answered[];
}

/** Short enough that deadlines pass during a run. */
const POLICY = {
  claimLeaseMinutes: 0.5,
  longestMinutes: { view: 1, control: 0.3, elevation: 0.2 },
  shorterMinutes: 0.2,
  warningsMinutes: [0.4, 0.2],
  extension: { minutes: 0.2, most: 2 },
};

/** Hundreds of scripted sessions while everything around the bot, and the bot itself, fails; then all is looked at. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { isCalm = false, keepsLimits = false } = options;
  const mood = MOODS[options.mood ?? "mixed"];
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "beckon-chaos-"));
  const [graph, chats] = await Promise.all([startSimulatedGraph(), startChats()]);
  handOutLaptops(graph, mood);
  const policyFile = join(folder, "policy.json");
  await writeFile(policyFile, JSON.stringify({ ...POLICY, answerWindowMinutes: mood.answerWindow }));
  const env = {
    BECKON_PROFILE: "playground",
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
  const seen = watch(chats);
  const lag = watchLag();
  const limits = countAsTeams(undefined, lag.worst);
  const answers: Answered[] = [];
  let bots: Bots | null = null;
  let store: Store | null = null;
  try {
    bots = await startBots(options.processes, env);
    const people = await moveIn(mood, { chats, bots, dice, answers });
    seen.begin();
    const weather = makeWeather(dice.for("weather"), chats, graph);
    const whoMayGo = [...people.values()].filter(({ key }) => key !== LOST);
    const absences = isCalm ? null : makeAbsences(dice.for("absences"), whoMayGo);
    if (isCalm) weather.clear();
    chats.mishap(
      inTurn(
        keepsLimits ? ({ conversation }) => tooFast(limits.take(conversation)) : () => null,
        ({ conversation }) => refused(absences?.refuses(conversation) ?? null),
        () => weather.trouble(),
      ),
    );
    await storm({ size: options, mood, bots, people, dice, absences, died: limits.forget });
    weather.clear();
    await absences?.clear();
    await Promise.all(mood.sharers.map((key) => of(people, key).types("stop")));
    store = await openStore(config.store, { clock: systemClock, log: silentLog });
    const excuses = {
      lost: new Set(isCalm ? [] : [personId(PEOPLE_IDS[LOST])]),
      deleted: weather.deleted,
      hasShort: weather.made.has("413"),
    };
    const aftermath = { store, chats, config, excuses };
    const settledIn = await untilSettled(aftermath);
    const codes = await bots.stop();
    await options.sabotage?.({ env, chats, store, answers });
    const report = await judge(aftermath, { answers, seen, bots });
    const wrong = [...report.wrong, ...new Set(limits.broken)];
    if (settledIn === null) wrong.push("never at rest: cards were still behind after the longest wait");
    if (codes.some((code) => code !== 0)) wrong.push(`a process ended with ${codes.join(", ")} on SIGTERM`);
    const made = Object.fromEntries([...weather.made, ...(absences?.made ?? [])]);
    return {
      wrong,
      counts: {
        ...report.counts,
        ...made,
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

/** All like Sam's own, on which everything is allowed. */
function handOutLaptops(graph: SimulatedGraph, { sharers, laptops }: Mood): void {
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
        deviceName: `HAL-LEND-${i}${j}`,
      });
    }
  }
}

/** The first trouble of these; the last one always has an answer. */
const inTurn =
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
