import { loadavg } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { activity, helpdeskThread, pressed, typed } from "./activities.ts";
import { cycle, type Step } from "./cycle.ts";
import { type Call, load, type Timed } from "./load.ts";
import { type Reading, read } from "./meter.ts";
import { type Bot, type Neighbours, startBeckons, startStock } from "./neighbours.ts";
import { type Replays, replayOf } from "./replay.ts";
import { HELPERS, SHARERS } from "./staff.ts";

/** What is compared with the stock bot, by the verb of its button. */
export const PRESSES = { "pick-up": "pick-up", allow: "answer-ask", stop: "stop-session" } as const;
export type Press = keyof typeof PRESSES;
const isPress = (step: Step): step is Press => step in PRESSES;
export const PRESS_NAMES = Object.keys(PRESSES) as readonly Press[];

export const PLACES = {
  sqlite: { engine: "sqlite", processes: 1, name: "SQLite, 1 process" },
  "postgres-1": { engine: "postgres", processes: 1, name: "PostgreSQL, 1 process" },
  "postgres-2": { engine: "postgres", processes: 2, name: "PostgreSQL, 2 processes" },
  "postgres-4": { engine: "postgres", processes: 4, name: "PostgreSQL, 4 processes" },
} as const;
export type Place = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as readonly Place[];

/** Where a reading was taken: a place of Beckon, or a stock bot. */
export type Candidate = Place | "echo" | "stock";

export interface Block {
  readonly candidate: Candidate;
  readonly step: Step | "echo";
  readonly atOnce: number;
  readonly round: number;
  /** The place for whose sake the stock bot was measured, just before and after it. */
  readonly beside: Place | null;
  readonly reading: Reading;
}

export interface Measured {
  readonly blocks: readonly Block[];
  readonly replays: Replays;
  /** Resident MB of each process after the load, by candidate. */
  readonly memory: Readonly<Partial<Record<Candidate, readonly number[]>>>;
  /** The machine's load average before and after. */
  readonly busy: readonly [number, number];
}

/** Until then the compiler is what costs most. */
export const WARM_UP_TURNS = 3_000;
const STEPS_IN_A_CYCLE = 6;
const BLOCK = 128;
const AT_ONCE = 16;
/** So many at once for the latencies besides, with the number of people in a block. */
const OTHER_LOADS: readonly (readonly [number, number])[] = [
  [1, 48],
  [64, BLOCK],
];

export interface PressOptions {
  readonly places: readonly Place[];
  readonly rounds: number;
  /** Turns of each process before anything is measured. */
  readonly warmUp: number;
  /** Also one and 64 at a time. */
  readonly hasLatencies: boolean;
  say(progress: string): void;
}

/**
 * Presses of people, in steady state, each Beckon and the stock bots in turn, all of them in one run. The stock bot
 * sends what the first Beckon was seen to send in this run.
 */
export async function measurePresses(
  neighbours: Neighbours,
  { places, rounds, warmUp, hasLatencies, say }: PressOptions,
): Promise<Measured> {
  const busyBefore = loadavg()[0] ?? 0;
  const bots = new Map<Candidate, Bot>();
  const blocks: Block[] = [];
  const expected = new Map<string, number>();
  const database = neighbours.postgres?.pid ?? null;

  async function readIn(where: Omit<Block, "reading">, send: Parameters<typeof read>[3]): Promise<Timed> {
    const { candidate, step, round } = where;
    const key = `${candidate} ${step}`;
    const ofDatabase = candidate.startsWith("postgres") ? database : null;
    const { timed, reading } = await read(
      existing(bots, candidate),
      ofDatabase,
      expected.get(key) ?? Infinity,
      send,
    );
    expected.set(key, Math.floor(reading.messages / reading.actions));
    if (round > 0) blocks.push(Object.assign({ reading }, where));
    return timed;
  }

  async function runEcho(count: number, atOnce: number, round: number): Promise<void> {
    const { target } = existing(bots, "echo");
    const calls = times(count, callOf(target, activity(target.serviceUrl, "sam", typed("hello"))));
    const where = { candidate: "echo", step: "echo", atOnce, round, beside: null } as const;
    await readIn(where, () => load(calls, atOnce));
  }

  async function runStock(press: Press, count: number, round: number, beside: Place | null): Promise<void> {
    const { target } = existing(bots, "stock");
    const calls = times(count, callOf(target, stockPress(target.serviceUrl, press)));
    const where = { candidate: "stock", step: press, atOnce: AT_ONCE, round, beside } as const;
    await readIn(where, () => load(calls, AT_ONCE));
  }

  /** With the stock bot before and after each press, so that both have the same machine. */
  async function runCycle(place: Place, people: number, atOnce: number, round: number): Promise<void> {
    const { target } = existing(bots, place);
    await cycle(target, SHARERS.slice(0, people), atOnce, async (step, send) => {
      const isPaired = round > 0 && atOnce === AT_ONCE && isPress(step);
      if (isPaired) await runStock(step, people / 2, round, place);
      const timed = await readIn({ candidate: place, step, atOnce, round, beside: null }, send);
      if (isPaired) await runStock(step, people / 2, round, place);
      return timed;
    });
  }

  try {
    for (const place of places) {
      const { engine, processes, name } = PLACES[place];
      say(`warming up ${name}`);
      bots.set(place, await startBeckons(neighbours, engine, processes));
      const cycles = Math.ceil((warmUp * processes) / (BLOCK * STEPS_IN_A_CYCLE));
      for (let n = 0; n < cycles; n++) await runCycle(place, BLOCK, AT_ONCE, 0);
    }
    const [first] = places;
    if (first === undefined) throw new Error("no place to measure");
    const replays = await record(existing(bots, first));
    say("warming up the stock bots");
    for (const stock of ["echo", "stock"] as const) bots.set(stock, await startStock(neighbours));
    await existing(bots, "stock").servers[0]?.ask(replays);
    await runEcho(warmUp, AT_ONCE, 0);
    for (const press of PRESS_NAMES) await runStock(press, Math.ceil(warmUp / PRESS_NAMES.length), 0, null);

    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      await runEcho(BLOCK, AT_ONCE, round);
      for (const place of places) await runCycle(place, BLOCK, AT_ONCE, round);
      if (!hasLatencies) continue;
      for (const [atOnce, people] of OTHER_LOADS) {
        await runEcho(BLOCK, atOnce, round);
        for (const place of places) await runCycle(place, people, atOnce, round);
      }
    }
    const memory = Object.fromEntries(
      [...bots].map(([name, { servers }]) => [name, servers.map((server) => server.rss())]),
    );
    return { blocks, replays, memory, busy: [busyBefore, loadavg()[0] ?? 0] };
  } finally {
    for (const bot of bots.values()) await bot.stop();
  }
}

/** One session, and what Beckon sent and answered for each press of it. */
async function record({ target }: Bot): Promise<Replays> {
  const replays = new Map<string, Replays[string]>();
  await cycle(target, SHARERS.slice(0, 1), 1, async (step, send) => {
    const recorded = target.connector.record();
    const timed = await send();
    for (let before = -1; before !== target.connector.count(); await wait(1_000))
      before = target.connector.count();
    recorded.stop();
    if (isPress(step)) replays.set(PRESSES[step], replayOf(timed.answers[0] ?? "", recorded.sent));
    return timed;
  });
  return Object.fromEntries(replays);
}

/** The press that was recorded; the stock bot reads its verb only. */
function stockPress(serviceUrl: string, press: Press): object {
  const [sharer, helper] = [SHARERS[0], HELPERS[0]];
  if (sharer === undefined || helper === undefined) throw new Error("nobody is there");
  const data = { ticket: "BK-1001", version: 1, surface: "ticket-channel" };
  const sent = pressed(PRESSES[press], data);
  return press === "pick-up"
    ? activity(serviceUrl, helper, Object.assign(sent, helpdeskThread("1")))
    : activity(serviceUrl, sharer, sent);
}

const callOf = ({ urls, authorization }: Bot["target"], sent: object): Call => ({
  url: urls[0] ?? "",
  activity: sent,
  authorization,
});

const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

function existing(bots: ReadonlyMap<Candidate, Bot>, candidate: Candidate): Bot {
  const bot = bots.get(candidate);
  if (bot === undefined) throw new Error(`${candidate} was not started`);
  return bot;
}
