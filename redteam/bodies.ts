import { randomUUID } from "node:crypto";
import { typed } from "../bench/activities.ts";
import type { Dice } from "../chaos/random.ts";
import { PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { ACTIONS } from "../src/bot/index.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import { activityFrom, press } from "./activities.ts";
import { createFindings, type Findings } from "./findings.ts";
import { heapUsed, MIB } from "./heap.ts";
import { mutate } from "./mutate.ts";
import { dataFor } from "./press-data.ts";
import { tellStory } from "./stories.ts";
import { CLAIMS, type Target } from "./target.ts";

/** How much more may stay in memory after all bodies: caches that fill up, and the log that this run keeps. */
const MOST_GROWTH = 120 * MIB;
const SLOWEST = 5_000;
const AT_ONCE = 8;

/** Bodies that no client sends, with a good token; between them a person presses, and is answered. */
export async function attackBodies(target: Target, dice: Dice, bodies: number): Promise<Findings> {
  const { count, most, wrong, done } = createFindings();
  const ticket = await tellStory(target, "viewing");
  const authorization = target.issuer.bearer(CLAIMS);
  const before = heapUsed();

  async function sendOne(): Promise<void> {
    const { bytes, headers } = mutate(sample(ticket, dice), dice);
    const begun = performance.now();
    const about = bytes.subarray(0, 400).toString();
    try {
      const answer = await target.egress.fetch(`${target.url}/api/messages`, {
        method: "POST",
        headers: { authorization, ...headers },
        body: bytes,
        signal: AbortSignal.timeout(15_000),
      });
      await answer.text();
      count("bodies");
      count(`answered ${answer.status}`);
      if (answer.status >= 500) wrong(`answered ${answer.status}`, about);
    } catch (fault) {
      wrong(`no answer: ${fault instanceof Error ? fault.name : "unknown"}`, about);
    }
    const took = performance.now() - begun;
    most("slowest answer, ms", took);
    if (took > SLOWEST) wrong(`answered after more than ${SLOWEST} ms`, about);
  }

  for (let left = bodies; left > 0; left -= AT_ONCE) {
    target.pass(3_000);
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, sendOne));
    if (left % (AT_ONCE * 12) < AT_ONCE) {
      count("presses between");
      if (!(await isServed(target))) wrong("a good press between was not served");
    }
  }
  await target.settle();
  const grown = heapUsed() - before;
  most("memory that stayed, MiB", grown / MIB);
  if (grown > MOST_GROWTH) wrong(`${Math.round(grown / MIB)} MiB more in memory`);
  if (Reflect.has({}, "isAdmin")) wrong("a prototype was polluted");
  return done();
}

/** Somebody presses a button on a new ticket and it is done. */
async function isServed(target: Target): Promise<boolean> {
  const { id, version, sharer } = await tellStory(target, "open");
  const data = { ticket: id, version, surface: "", note: randomUUID() };
  await target.post(activityFrom(sharer.id, press("add-note", data)));
  return (await target.beckon.store.read(id))?.version === version + 1;
}

/** A right activity of each kind that Teams sends. */
function sample(ticket: Ticket, dice: Dice): object {
  const who = dice.pick([...Object.values(PEOPLE_IDS), ticket.sharer.id]);
  const verb = dice.pick(ACTIONS).verb;
  const kinds: readonly (() => object)[] = [
    () => press(verb, dataFor(verb, ticket, dice)),
    () => press(verb, dataFor(verb, ticket, dice)),
    () =>
      typed(dice.pick(["stop", "status", "find vpn", "show BK-1001", "my screen is black", "language de"])),
    () => ({ ...typed("hello"), attachments: [{ contentType: "text/html", content: "<p>hello</p>" }] }),
    () => ({ type: "message", value: { verb, ...dataFor(verb, ticket, dice) } }),
    () => ({ type: "installationUpdate", action: "add" }),
    () => ({ type: "conversationUpdate", membersAdded: [{ id: "29:x", aadObjectId: who }] }),
    () => ({
      type: "invoke",
      name: "composeExtension/query",
      value: { parameters: [{ name: "query", value: "vpn" }], queryOptions: { skip: 0, count: 25 } },
    }),
    () => ({
      type: "messageUpdate",
      text: "stop",
      channelData: { tenant: { id: TENANT_ID }, eventType: "editMessage" },
    }),
  ];
  return activityFrom(who, dice.pick(kinds)());
}
