import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BOT_ID, HELPDESK, inHelpdesk, installedIn } from "../bench/activities.ts";
import { type Config, readConfig } from "../src/config.ts";
import { silentLog } from "../src/log.ts";
import { GROUP_IDS, TENANT_ID } from "../src/playground/company.ts";
import { startSimulatedGraph } from "../src/playground/graph/simulated-graph.ts";
import { systemClock } from "../src/ports/clock.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { type Chats, startChats } from "../test/support/chats.ts";
import { textOf } from "../test/support/reading-cards.ts";
import { type Bots, startBots } from "./bots.ts";
import { allTickets, contradictions, lateness, lostPresses } from "./check.ts";
import { checkCards } from "./check-cards.ts";
import { type Answered, type Colleague, createColleague } from "./person.ts";
import { createDice, type Dice } from "./random.ts";
import { type Seen, watch } from "./seen.ts";
import { playStory } from "./story.ts";
import { makeWeather } from "./weather.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly processes: number;
  /** Without it, an SQLite file. */
  readonly databaseUrl?: string;
  readonly stories: number;
  readonly kills: number;
  /** Seconds after which nothing new is begun. */
  readonly longest: number;
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

export interface ChaosReport {
  readonly wrong: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Short enough that deadlines pass while somebody looks. */
const POLICY = {
  answerWindowMinutes: { view: 0.1, escalation: 0.08 },
  claimLeaseMinutes: 0.5,
  longestMinutes: { view: 1, control: 0.3, elevation: 0.2 },
  shorterMinutes: 0.2,
  warningsMinutes: [0.4, 0.2],
  extension: { minutes: 0.2, most: 2 },
};
const SHARERS = ["sam", "paul", "hugo", "hana", "hedda", "otto"] as const;
const HELPERS = ["hana", "lena", "hugo"] as const;
const PEOPLE = [...SHARERS, "lena", "mia"] as const;

/** Hundreds of scripted sessions while everything around the bot, and the bot itself, fails; then all is looked at. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const dice = createDice(options.seed);
  const folder = await mkdtemp(join(tmpdir(), "beckon-chaos-"));
  const [graph, chats] = await Promise.all([startSimulatedGraph(), startChats()]);
  const policyFile = join(folder, "policy.json");
  await writeFile(policyFile, JSON.stringify(POLICY));
  const env = {
    ...{ BECKON_PROFILE: "playground", BOT_ID, BOT_TENANT_ID: TENANT_ID, HELPDESK_CHANNEL_ID: HELPDESK },
    ...{ GRAPH_BASE_URL: graph.url, HELPERS_GROUP_ID: GROUP_IDS.helpers, LEADS_GROUP_ID: GROUP_IDS.leads },
    ...{ POLICY_FILE: policyFile, TIME_ZONE: "Europe/Berlin" },
    ...(options.databaseUrl === undefined
      ? { DATABASE_FILE: join(folder, "beckon.sqlite") }
      : { DATABASE_URL: options.databaseUrl }),
  };
  const config = readConfig({ ...env, PORT: "0" }, (path) => readFileSync(path, "utf8"));
  const seen = watch(chats);
  const answers: Answered[] = [];
  let bots: Bots | null = null;
  let store: Store | null = null;
  try {
    bots = await startBots(options.processes, env);
    const people = await moveIn(bots, chats, dice, answers);
    seen.begin();
    const weather = makeWeather(dice.for("weather"), chats, graph);
    if (options.isCalm === true) weather.clear();
    await storm(options, bots, people, dice);
    weather.clear();
    await Promise.all(SHARERS.map((key) => people[key].types("stop")));
    store = await openStore(config.store, { clock: systemClock, log: silentLog });
    const settledIn = await untilSettled(store, chats, config);
    const codes = await bots.stop();
    await options.sabotage?.({ env, chats, store, answers });
    const report = await judge({ store, chats, config, answers, seen, bots });
    const wrong = [...report.wrong];
    if (settledIn === null) wrong.push("never at rest: cards were still behind after the longest wait");
    if (codes.some((code) => code !== 0)) wrong.push(`a process ended with ${codes.join(", ")} on SIGTERM`);
    const made = Object.fromEntries(weather.made);
    return {
      wrong,
      counts: { ...report.counts, ...made, kills: bots.kills, "ms until at rest": settledIn ?? -1 },
    };
  } finally {
    await bots?.stop();
    await store?.close();
    await Promise.all([graph.close(), chats.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** A person can have several troubles at once, though only one session on one device. */
const AT_ONCE = 2;

type People = Readonly<Record<(typeof PEOPLE)[number], Colleague>>;

async function moveIn(bots: Bots, chats: Chats, dice: Dice, answers: Answered[]): Promise<People> {
  const entries = PEOPLE.map((key) => [key, createColleague(key, { chats, bots, dice, answers })] as const);
  const people = Object.fromEntries(entries) as People;
  await people.lena.sends(installedIn(inHelpdesk));
  for (const key of PEOPLE) await people[key].sends(installedIn({}));
  return people;
}

/** Each sharer lives through one story after the other, with whichever helper; meanwhile processes die. */
async function storm(options: ChaosOptions, bots: Bots, people: People, dice: Dice): Promise<void> {
  const end = Date.now() + options.longest * 1000;
  let left = options.stories;
  const troubles = SHARERS.flatMap((key) => Array.from({ length: AT_ONCE }, (_, i) => ({ key, i })));
  const lives = troubles.map(async ({ key, i }) => {
    const own = dice.for(`stories ${i} of ${key}`);
    while (left > 0 && Date.now() < end) {
      left -= 1;
      const helper = own.pick(HELPERS.filter((each) => each !== key));
      await playStory(people[key], people[helper], own);
    }
  });
  let alive = true;
  const death = (async () => {
    const own = dice.for("death");
    for (let kills = options.kills; kills > 0 && alive; kills--) {
      await wait(own.between(500, (options.longest * 1000) / (options.kills + 1)));
      if (alive) await bots.killOne(own);
    }
  })();
  await Promise.all(lives);
  alive = false;
  await death;
}

const LONGEST_REST = 120_000;

/** Until everything is as it should be, twice in a row. @returns milliseconds; null when it never was. */
async function untilSettled(store: Store, chats: Chats, config: Config): Promise<number | null> {
  const begun = Date.now();
  for (let calm = 0; Date.now() < begun + LONGEST_REST; await wait(500)) {
    calm = (await isAtRest(store, chats, config).catch(() => false)) ? calm + 1 : 0;
    if (calm === 2) return Date.now() - begun;
  }
  return null;
}

async function isAtRest(store: Store, chats: Chats, config: Config): Promise<boolean> {
  for (const ticket of await allTickets(store)) {
    if (ticket.session !== null || (ticket.claim !== null && ticket.claim.leaseUntil !== null)) return false;
    if ((await checkCards(ticket, store, chats, config)).wrong.length > 0) return false;
  }
  return true;
}

async function judge(scene: {
  readonly store: Store;
  readonly chats: Chats;
  readonly config: Config;
  readonly answers: readonly Answered[];
  readonly seen: Seen;
  readonly bots: Bots;
}): Promise<ChaosReport> {
  const { store, chats, config, answers, seen, bots } = scene;
  const wrong = [...(await lostPresses(answers, store)), ...seen.twoAnswers()];
  const tickets = await allTickets(store, (id) => wrong.push(`broken chain: ${id}`));
  const kept = new Set<string>();
  const late: number[] = [];
  let sessions = 0;
  for (const ticket of tickets) {
    const trail = await store.trail(ticket.id);
    wrong.push(...contradictions(ticket, trail, Date.now()));
    late.push(...lateness(trail));
    const cards = await checkCards(ticket, store, chats, config);
    wrong.push(...cards.wrong);
    for (const id of cards.kept) kept.add(id);
    sessions += ticket.past.length;
  }
  const strays = chats
    .conversations()
    .flatMap((conversation) => chats.in(conversation))
    .filter((message) => message.card !== null && !kept.has(message.id) && !seen.isReply(message));
  const again = bots.log.filter(({ name }) => name === "surface.posted-again").length;
  if (strays.length > again) {
    const heads = strays.map(
      ({ conversation, id, card }) => `${conversation} ${id} ${textOf(card).slice(0, 70)}`,
    );
    const told = heads.join(" | ").replaceAll("\n", " ");
    wrong.push(
      `posted twice: ${strays.length} cards beside the kept ones, ${again} of them accounted for: ${told}`,
    );
  }
  const errors = bots.log.filter(({ level }) => level === "error");
  for (const name of new Set(errors.map((each) => `${each.name} ${String(each.error ?? "")}`))) {
    console.log(
      `logged as error: ${name} × ${errors.filter((each) => `${each.name} ${String(each.error ?? "")}` === name).length}`,
    );
  }
  return {
    wrong,
    counts: {
      tickets: tickets.length,
      sessions,
      presses: answers.length,
      "presses done": answers.filter(({ isDone }) => isDone).length,
      "posted again": again,
      "cards beside the kept ones": strays.length,
      "latest deadline, ms": Math.max(0, ...late),
    },
  };
}
