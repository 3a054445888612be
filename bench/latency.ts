import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DEVICE_IDS, type PersonKey } from "../src/playground/company.ts";
import { startSimulatedGraph } from "../src/playground/graph/simulated-graph.ts";
import { buttonsOf } from "../test/support/reading-cards.ts";
import { activity, inHelpdesk, pressed } from "./activities.ts";
import { installEverywhere, startBeckon } from "./beckon.ts";
import { type Connector, startConnector } from "./connector.ts";
import { post, quantile } from "./load.ts";
import type { Server } from "./server.ts";

const SESSIONS = 100;
const WARM_UP = 10;

/** Milliseconds from the press. */
interface Times {
  readonly answered: number[];
  /** Until the other side's card said so. */
  readonly shown: number[];
}

const steps = () => ({ answered: [] as number[], shown: [] as number[] }) satisfies Times;

/**
 * One session after the other, all of it over HTTP: press → committed → the other side's card. A press is answered when
 * its events are in the store, so the answer is when it was committed at the latest; for a stop this is looked up in the
 * store itself.
 */
export async function latencyBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-latency-"));
  const file = join(folder, "beckon.sqlite");
  const [graph, connector] = await Promise.all([startSimulatedGraph(), startConnector()]);
  const server = await startBeckon(graph.url, { DATABASE_FILE: file });
  try {
    await installEverywhere(server, connector);
    const store = new DatabaseSync(file, { readOnly: true });
    const times = { pickup: steps(), ask: steps(), allow: steps(), stop: steps() };
    for (let left = SESSIONS + WARM_UP; left > 0; left--) {
      await session(server, connector, store, left > SESSIONS ? null : times);
    }
    store.close();
    console.log(
      `\nPress to committed, and to the other side's card, ${SESSIONS} sessions in a row on SQLite`,
    );
    for (const [name, { answered, shown }] of Object.entries(times)) {
      console.log(`  ${name.padEnd(7)} committed ${line(answered)}   card ${line(shown)}`);
    }
    const shown = Object.values(times).flatMap((each) => each.shown);
    console.log(`  all cards: ${line(shown)} (promised: p50 100 ms, p99 300 ms)`);
    console.log(`  stop withdrawn in the store: ${line(times.stop.answered)} (promised: p99 50 ms)`);
  } finally {
    await server.stop();
    connector.close();
    await graph.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const line = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;

async function session(
  { url }: Server,
  connector: Connector,
  store: DatabaseSync,
  times: Readonly<Record<"pickup" | "ask" | "allow" | "stop", Times>> | null,
): Promise<void> {
  const sends = (who: PersonKey, verb: string, data: object, more: object = {}) =>
    post(url, JSON.stringify(activity(connector.serviceUrl, who, { ...more, ...pressed(verb, data) })));

  async function timed(step: Times | undefined, shown: Promise<{ at: number }>, send: () => Promise<string>) {
    const begun = performance.now();
    await send();
    const answered = performance.now() - begun;
    const { at } = await shown;
    step?.answered.push(answered);
    step?.shown.push(at - begun);
  }

  const form = { form: randomUUID(), subject: "vpn", urgency: "normal" };
  const request = await sends("sam", "send-request", { ...form, device: DEVICE_IDS.samLaptop });
  const ticket = /BK-\d+/.exec(request)?.[0] ?? "";
  const on = (surface: string) => ({ ticket, version: 1, surface });

  /** The next card of this ticket in somebody's chat that holds a word. */
  const seen = (who: string, word: string) =>
    connector.arrival(`a:${who}`, (text) => text.includes(ticket) && text.includes(word));

  const desk = seen("hana", "ask-to-view");
  await timed(times?.pickup, seen("sam", "Hana"), () =>
    sends("hana", "pick-up", on("ticket-channel"), inHelpdesk),
  );
  await desk;
  const [said, question] = [seen("hana", "Say: "), seen("sam", "answer-ask")];
  await timed(times?.ask, question, () =>
    sends("hana", "ask-to-view", { ...on("desk"), reason: "look at it", minutes: "30" }),
  );
  const phrase = /Say: (\d\d)/.exec((await said).text)?.[1] ?? "";
  const allow = buttonsOf(JSON.parse((await question).text).attachments[0].content).find(
    ({ verb, data }) => verb === "answer-ask" && data.answer === "allow",
  );
  await timed(times?.allow, seen("hana", "is approved"), () =>
    sends("sam", "answer-ask", { ...allow?.data, phrase }),
  );
  await timed(times?.stop, seen("hana", "resolve-ticket"), async () => {
    const answer = await sends("sam", "stop-session", on("live:1"));
    const row = store.prepare("select session_state from tickets where id = ?").get(ticket);
    if (row?.session_state !== null) throw new Error(`${ticket}: stopped, and still ${row?.session_state}`);
    return answer;
  });
}
