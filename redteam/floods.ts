import { randomUUID } from "node:crypto";
import { typed } from "../bench/activities.ts";
import type { Dice } from "../chaos/random.ts";
import { authority } from "../src/domain/ticket/authority.ts";
import { activityFrom, press } from "./activities.ts";
import { createFindings, type Findings, type FindingsSoFar } from "./findings.ts";
import { heapUsed, MIB } from "./heap.ts";
import { moveIn, tellStory } from "./stories.ts";
import { CLAIMS, type Target } from "./target.ts";

/** Milliseconds within which a stop has to be answered, whatever others do: Teams gives up on an action after five seconds. */
const STOPPED_WITHIN = 5_000;
/** What one colleague may leave behind, however long they go on. */
const MOST_OPEN = 20;
const MOST_EVENTS = 400;
const MOST_GROWTH = 80 * MIB;
const SENDERS = 16;

/** One colleague does as much as they can for so long, while others stop their sessions. */
export async function attackByFlood(target: Target, dice: Dice, seconds: number): Promise<Findings> {
  const findings = createFindings();
  const { count, most, wrong } = findings;
  const flooder = randomUUID();
  moveIn(target.graph, flooder, randomUUID());
  const sessions = await Promise.all([0, 1, 2].map(() => tellStory(target, "controlling")));
  const eventsBefore = await eventsNow(target);
  const heapBefore = heapUsed();
  const until = performance.now() + seconds * 1_000;
  const flooding = flood(target, dice, findings, { flooder, victim: sessions[0]?.id ?? "", until });
  for (const { id, version, sharer } of sessions) {
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1_000) / (sessions.length + 1)));
    const begun = performance.now();
    const isTyped = id === sessions.at(-1)?.id;
    const stop = isTyped ? typed("stop") : press("stop-session", { ticket: id, version, surface: "" });
    await target.post(activityFrom(sharer.id, stop)).catch(() => null);
    const took = performance.now() - begun;
    const ticket = await target.beckon.store.read(id);
    most("slowest stop, ms", took);
    if (took > STOPPED_WITHIN)
      wrong(`a stop took longer than ${STOPPED_WITHIN} ms`, `${Math.round(took)} ms`);
    if (ticket === null || authority(ticket, target.now()).level !== null) wrong("a stop did not stop");
  }
  await flooding;
  const grown = (heapUsed() - heapBefore) / MIB;
  most("memory that stayed, MiB", grown);
  if (grown * MIB > MOST_GROWTH) wrong(`${Math.round(grown)} MiB more in memory`);
  const open = (await target.beckon.store.ticketsOf(flooder as never, 10_000)).length;
  const events = (await eventsNow(target)) - eventsBefore;
  count("requests left behind", open);
  count("events left behind", events);
  if (open > MOST_OPEN) wrong(`one colleague opened more than ${MOST_OPEN} requests`, String(open));
  if (events > MOST_EVENTS) wrong(`one colleague wrote more than ${MOST_EVENTS} events`, String(events));
  if (!(await stillStops(target, flooder))) wrong("the flooder cannot stop a session of their own");
  return findings.done();
}

async function flood(
  target: Target,
  dice: Dice,
  { count, wrong }: FindingsSoFar,
  { flooder, victim, until }: { flooder: string; victim: string; until: number },
): Promise<void> {
  const own = await tellStory(target, "open");
  const note = () => ({ ticket: own.id, version: own.version, surface: "", note: randomUUID().repeat(50) });
  const kinds: readonly (() => readonly [who: string, activity: object])[] = [
    () => [flooder, typed(`my screen is ${randomUUID()}`)],
    () => [flooder, typed(`find ${randomUUID()}`)],
    () => [flooder, press("send-request", form())],
    () => [flooder, press("request-help", {})],
    () => [flooder, press("stop-session", { ticket: victim, version: dice.below(1e6), surface: "" })],
    () => [flooder, press("show-ticket", { number: dice.below(1e5) })],
    () => [own.sharer.id, press("add-note", note())],
    () => [own.sharer.id, press("change-request", { ...note(), details: randomUUID(), urgency: "low" })],
    () => [
      flooder,
      {
        type: "invoke",
        name: "composeExtension/query",
        value: { parameters: [{ name: "query", value: randomUUID() }] },
      },
    ],
  ];
  const headers = { authorization: target.issuer.bearer(CLAIMS) };
  async function goOn(): Promise<void> {
    while (performance.now() < until) {
      const [who, activity] = dice.pick(kinds)();
      const answer = await target.post(activityFrom(who, activity), headers).catch(() => null);
      count("requests sent");
      if (answer !== null && answer.status >= 500) wrong(`answered ${answer.status}`);
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, goOn));
}

const form = () => ({ form: randomUUID(), subject: "x", device: "none", urgency: "low", details: "" });

/** Of all requests, as the number that `verify` has read. */
async function eventsNow({ beckon }: Target): Promise<number> {
  return (await beckon.store.evidence.verify({ trailOnly: true }, () => {})).events;
}

/** Who is over their limit still takes back what they allowed. */
async function stillStops(target: Target, flooder: string): Promise<boolean> {
  const story = await tellStory(target, "controlling");
  for (let i = 0; i < 40; i++) await target.post(activityFrom(story.sharer.id, typed(`hello ${flooder}`)));
  await target.post(activityFrom(story.sharer.id, typed("stop")));
  return (await target.beckon.store.read(story.id))?.session === null;
}
