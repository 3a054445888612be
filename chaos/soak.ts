/**
 * `npm run soak`: fills the caches, then puts a steady load on one bot for `--minutes N` (60), and tells whether memory
 * and the event loop stay flat under it. Prints one line a minute and the verdict; ends with 1 when something grew.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { activity, BOT_ID, HELPDESK, inHelpdesk, installedIn, pressed } from "../bench/activities.ts";
import { startConnector } from "../bench/connector.ts";
import { median, post, quantile } from "../bench/load.ts";
import { session, type Take } from "../bench/session.ts";
import { GROUP_IDS, type PersonKey, TENANT_ID } from "../playground/company.ts";
import { startSimulatedGraph } from "../playground/graph/simulated-graph.ts";
import { readCall } from "../src/cli/read-call.ts";
import { startBots } from "./bots.ts";

const DECIMAL = /^\d+(\.\d+)?$/;
const { values } = await readCall({
  name: "npm run soak --",
  does: "Loads one bot steadily and checks that memory and the event loop stay flat.",
  options: {
    minutes: { value: "N", does: "how long", fits: DECIMAL, default: "60" },
    rate: { value: "N", does: "tickets a second", fits: DECIMAL, default: "4" },
    sessions: { value: "N", does: "sessions a second", fits: DECIMAL, default: "1" },
    flags: { value: "FLAGS", does: "flags of Node.js for the bot, separated by commas", default: "" },
  },
});
const minutes = Number(values.minutes);
/** Tickets per second, each opened, picked up and resolved. */
const rate = Number(values.rate);
/** Sessions per second, one after the other: asked for, allowed with a number, stopped, resolved. */
const sessionRate = Number(values.sessions);
/**
 * Turns before anything is judged. They fill every cache that this load fills: 500 tickets, 4,096 keys, 10,000 ids of
 * activities.
 */
const WARM_UP = 10_000;
/** Tickets at once while the caches are filled. */
const WARM_UP_TICKETS = 8;
const MOST_GROWTH = 1.1;
const MOST_LOOP_DELAY_MS = 100;
const CARD_WITHIN = 10_000;

const folder = await mkdtemp(join(tmpdir(), "beckon-soak-"));
const graph = await startSimulatedGraph();
const connector = await startConnector();
const measuring = ["--expose-gc", "--import", new URL("./measure-memory.ts", import.meta.url).href];
const flags = [...measuring, ...values.flags.split(",").filter(Boolean)];
const environment = {
  BECKON_PROFILE: "playground",
  PERSON_LIMITS: "off",
  BOT_ID,
  BOT_TENANT_ID: TENANT_ID,
  HELPDESK_CHANNEL_ID: HELPDESK,
  GRAPH_BASE_URL: graph.url,
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
  DATABASE_FILE: join(folder, "soak.sqlite"),
};
const bots = await startBots(1, environment, flags);
const [{ url: base, pid } = { url: "", pid: 0 }] = bots.running;
const url = `${base}/api/messages`;
const latencies: number[] = [];
/** Milliseconds of processor time for one turn and its cards, by minute. */
const perTurn: number[] = [];
let [failed, sessions, warmUpLines] = [0, 0, 0];

/** Processor time so far, which a busy machine does not falsify, in milliseconds. */
function cpuMs(of: number): number {
  const [, rest = ""] = readFileSync(`/proc/${of}/stat`, "utf8").split(") ");
  const fields = rest.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function send(who: PersonKey, more: object): Promise<string> {
  const begun = performance.now();
  const answer = await post(url, JSON.stringify(activity(connector.serviceUrl, who, more)));
  latencies.push(performance.now() - begun);
  return answer;
}

/** One ticket from the request to the end. */
async function ticket(): Promise<void> {
  const form = { form: randomUUID(), subject: "vpn", device: "none", urgency: "normal", details: "" };
  const id = /BK-\d+/.exec(await send("sam", pressed("send-request", form)))?.[0] ?? "";
  await send("hana", {
    ...inHelpdesk,
    ...pressed("pick-up", { ticket: id, version: 1, surface: "ticket-channel" }),
  });
  await resolve(id);
}

async function resolve(id: string): Promise<void> {
  const on = { ticket: id, version: 2, surface: "desk:hana" };
  await send("hana", pressed("resolve-ticket", { ...on, outcome: "fixed", done: "x" }));
}

const take: Take = async (_step, _ticket, shown, press) => {
  const begun = performance.now();
  await press();
  latencies.push(performance.now() - begun);
  await Promise.race([shown, wait(CARD_WITHIN).then(() => Promise.reject(new Error("a card did not come")))]);
};

const failing = (reason: unknown) => {
  failed += 1;
  console.log(`failed: ${String(reason).slice(0, 200)}`);
};

/** Sam has one device, and it is in one session at a time: each begins when the last has ended. */
async function holdSessions(until: number): Promise<void> {
  while (Date.now() < until) {
    const next = wait(1_000 / sessionRate);
    await session(url, connector, take).then(resolve).catch(failing);
    sessions += 1;
    await next;
  }
}

try {
  for (const who of ["sam", "hana", "mia"] as const) await send(who, installedIn({}));
  await send("hana", installedIn(inHelpdesk));
  const warmUp = async () => {
    while (latencies.length < WARM_UP) await ticket();
  };
  await Promise.all(Array.from({ length: WARM_UP_TICKETS }, warmUp));
  console.log(`${latencies.length} turns to fill the caches`);
  latencies.length = 0;
  warmUpLines = bots.log.length;
  const end = Date.now() + minutes * 60_000;
  let [turnsBefore, cpuBefore] = [latencies.length, cpuMs(pid)];
  const minute = setInterval(() => {
    const cpu = (cpuMs(pid) - cpuBefore) / Math.max(1, latencies.length - turnsBefore);
    perTurn.push(cpu);
    [turnsBefore, cpuBefore] = [latencies.length, cpuMs(pid)];
    const told = bots.log.findLast(({ name }) => name === "memory");
    console.log(`${latencies.length} turns, ${JSON.stringify(told ?? {})}`);
  }, 60_000);
  const held = sessionRate > 0 ? holdSessions(end) : Promise.resolve();
  while (Date.now() < end) {
    void ticket().catch(failing);
    await wait(1_000 / rate);
  }
  await held;
  clearInterval(minute);
} finally {
  await bots.stop();
  await graph.close();
  connector.close();
  await rm(folder, { recursive: true, force: true });
}

const measured = bots.log.slice(warmUpLines);
const memory = measured.filter(({ name }) => name === "memory");
const live = memory.map(({ liveMiB }) => Number(liveMiB));
const half = Math.floor(live.length / 2);
const [early, late] = [median(live.slice(0, half)), median(live.slice(half))];
const delays = measured
  .filter(({ name }) => name === "health")
  .map(({ loopDelayP99Ms }) => Number(loopDelayP99Ms));
const isFlat =
  half > 0 && late / early <= MOST_GROWTH && Math.max(0, ...delays) <= MOST_LOOP_DELAY_MS && failed === 0;
console.log(`${minutes} minutes, ${latencies.length} turns, ${sessions} sessions, ${failed} failed`);
console.log(`turns   p50 ${median(latencies).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`);
console.log(`live    first half ${early} MiB, second half ${late} MiB`);
console.log(`live    by minute: ${live.join(", ")} MiB`);
console.log(`RSS     by minute: ${memory.map(({ rssMiB }) => rssMiB).join(", ")} MiB`);
console.log(`CPU     per turn, by minute: ${perTurn.map((each) => each.toFixed(1)).join(", ")} ms`);
console.log(`loop    p99 by minute: ${delays.join(", ")} ms`);
console.log(isFlat ? "flat" : "NOT FLAT");
process.exitCode = isFlat ? 0 : 1;
