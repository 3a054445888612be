/**
 * A helpdesk channel of 200 requests an hour with 50 live sessions, under Teams' limits: how long until each card is
 * right? The delivery, the limiter and the rules are the real ones; time and Teams are simulated, so that two hours take
 * a minute or two, and a seed repeats them.
 */
import { runCommand } from "../src/domain/run-command.ts";
import type { UserCommand } from "../src/domain/ticket/commands.ts";
import { deviceId, personId, type TicketId } from "../src/domain/ticket/ids.ts";
import type { Actor, Person } from "../src/domain/ticket/person.ts";
import { person, personal } from "../src/domain/ticket/person.ts";
import { defaultPolicy } from "../src/domain/ticket/policy.ts";
import { type Address, type Messenger, withoutThread } from "../src/ports/messenger.ts";
import { openStore, type Store } from "../src/store/open-store.ts";
import { type PacedMessenger, paced } from "../src/teams/paced-messenger.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { deliveryOn } from "./deadlines.ts";
import { bestDelays, type Wanted } from "./fan-out-best.ts";
import { median, quantile } from "./load.ts";
import type { Outcome } from "./outcome.ts";
import { latenessPlot } from "./plots.ts";
import { plain, type Table, table } from "./table.ts";
import { installVirtualTime, type VirtualTime } from "./virtual-time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse("2026-03-02T08:00:00Z");
/** Milliseconds until Teams answers a message. */
const TEAMS_TAKES = 150;
const HELPERS = 20;
const POLICY = Object.assign({}, defaultPolicy, { recheck: { every: 24 * HOUR, grace: 24 * HOUR } });

export interface FanOutOptions {
  readonly processes: number;
  readonly perHour: number;
  /** Minutes that a session lasts; with 200 requests an hour 15 of them keep 50 alive. */
  readonly sessionMinutes: number;
  readonly seed: number;
}

export interface FanOut {
  /** Each card that had to change, in the hour that is measured. */
  readonly cards: readonly (Wanted & { readonly delay: number; readonly best: number })[];
  readonly messages: number;
  /** Messages in the busiest hour of one chat. */
  readonly channelMessages: number;
}

interface Sent {
  readonly chat: string;
  readonly ticket: string;
  /** When the card was rendered, and when Teams had it. */
  readonly rendered: number;
  arrived: number;
}

export async function measureFanOut(options: FanOutOptions): Promise<FanOut> {
  const time = installVirtualTime(START);
  const clock = { now: time.now };
  const store = await openStore(
    { file: ":memory:", masterKey: Buffer.alloc(32, 7), profile: "production" },
    { clock, log: silentLog },
  );
  try {
    return await simulate(options, time, store);
  } finally {
    time.remove();
    await store.close();
  }
}

async function simulate(options: FanOutOptions, time: VirtualTime, store: Store): Promise<FanOut> {
  const sent: Sent[] = [];
  const changes = new Map<string, number[]>();
  const clock = { now: time.now };
  const teams = teamsAt(time);
  const processes: (ReturnType<typeof deliveryOn> & { readonly pacing: PacedMessenger })[] = [];
  for (let n = 0; n < options.processes; n++) {
    const worker = `worker-${n}`;
    const pacing = paced(teams, time.now, { store, worker, clock, log: silentLog });
    const sending = {
      messenger: noting(pacing.interactive, sent, time),
      background: noting(pacing.background, sent, time),
      clock,
      policy: POLICY,
    };
    processes.push(Object.assign({ pacing }, deliveryOn(store, worker, sending)));
  }
  await store.rememberChannel(addressOf("19:helpdesk"));
  for (const { pacing, scheduler } of processes) {
    await pacing.start();
    scheduler.start();
  }
  const dice = randomFrom(options.seed);
  const end = START + 2 * HOUR;
  const stories: Promise<void>[] = [];
  for (let n = 0, at = START; at < end - 10 * MINUTE; n++) {
    at += (-Math.log(1 - dice()) * HOUR) / options.perHour;
    stories.push(story(n, at));
  }
  await time.runUntil(end);
  for (const { pacing, scheduler } of processes) {
    void scheduler.stop();
    void pacing.stop();
  }
  await time.runUntil(end + 20_000);
  return judge(sent, changes, START + 30 * MINUTE, START + 90 * MINUTE);

  /** One request, by whichever process Teams' next press reaches. */
  async function story(n: number, openedAt: number): Promise<void> {
    const sharer = person(personId(`sharer-${n}`), `Sharer ${n}`);
    const helper = person(personId(`helper-${Math.floor(dice() * HELPERS)}`), "Helper");
    const device = { id: deviceId(`device-${n}`), name: personal(sharer.id, `LT-${n}`), model: "T14" };
    const laptop = Object.assign(device, { platform: "windows" as const, osVersion: "10.0.26100" });
    const subject = personal(sharer.id, "VPN keeps dropping");
    const request = { subject, details: null, urgency: "normal", device: laptop } as const;
    const eligibility = { level: "view", verdict: "allow", findings: [] } as const;
    const phrase = { code: "47" };
    const pauses = Array.from({ length: 4 }, () => 1 - Math.log(1 - dice()) * MINUTE);
    await until(openedAt);
    const ticket = await store.nextTicketId();
    await store.remember(sharer.id, { chat: addressOf(`a:${sharer.id}`) });
    await store.remember(helper.id, { chat: addressOf(`a:${helper.id}`) });
    const steps: readonly (readonly [Person, UserCommand, number])[] = [
      [sharer, Object.assign({ type: "OpenTicket", ticket, sharer, language: "en" } as const, request), 0],
      [helper, { type: "ClaimTicket", rights: [] }, pauses[0] ?? 0],
      [
        helper,
        {
          type: "AskForView",
          device: laptop,
          length: 30 * MINUTE,
          reason: personal(sharer.id, "look"),
          phrase,
          eligibility,
        },
        (pauses[1] ?? 0) / 2,
      ],
      [
        sharer,
        { type: "AnswerAsk", ask: 1, answer: "allow", length: null, phrase: "47", language: "en" },
        (pauses[2] ?? 0) / 4,
      ],
      [sharer, { type: "StopSession" }, options.sessionMinutes * MINUTE],
      [
        helper,
        { type: "ResolveTicket", outcome: "fixed", done: personal(sharer.id, "done") },
        (pauses[3] ?? 0) / 2,
      ],
    ];
    for (const [who, order, pause] of steps) {
      await until(time.now() + pause);
      await give(ticket, who, order);
    }
  }

  async function give(ticket: TicketId, who: Person, order: UserCommand): Promise<void> {
    const actor: Actor = { person: who, roles: { helper: who.id.startsWith("helper"), lead: false } };
    const command = Object.assign({ actor, at: time.now() }, order);
    const result = await runCommand({ store, policy: POLICY }, ticket, null, command);
    if (result.kind === "refused") throw new Error(`${order.type}: ${result.refusal.refused}`);
    const times = changes.get(ticket) ?? [];
    times.push(time.now());
    changes.set(ticket, times);
    const process = processes[Math.floor(dice() * processes.length)];
    process?.delivery.wake(ticket, result.ticket);
  }

  function until(at: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, at - time.now()));
  }
}

/** Takes every message after a while. */
function teamsAt(time: VirtualTime): Messenger {
  let posted = 0;
  const later = () => new Promise<void>((resolve) => setTimeout(resolve, TEAMS_TAKES));
  return {
    async post() {
      await later();
      posted += 1;
      return { activityId: `${posted} ${time.now()}` };
    },
    update: later,
    say: later,
    openPersonalChat: async ({ entraId }) => addressOf(`a:${entraId}`),
  };
}

/** Notes each card from its rendering to its arrival; one that was refused on the way never arrives. */
function noting(messenger: Messenger, sent: Sent[], time: VirtualTime): Messenger {
  const note = async <Result>(to: Address, card: object, send: () => Promise<Result>): Promise<Result> => {
    const [ticket = ""] = /BK-\d+/.exec(JSON.stringify(card)) ?? [];
    const each = { chat: withoutThread(to.conversationId), ticket, rendered: time.now(), arrived: Infinity };
    sent.push(each);
    const result = await send();
    each.arrived = time.now();
    return result;
  };
  return {
    post: (to, message) => note(to, message.card, () => messenger.post(to, message)),
    update: (at, id, message) => note(at, message.card, () => messenger.update(at, id, message)),
    say: messenger.say,
    openPersonalChat: messenger.openPersonalChat,
  };
}

/**
 * A change concerns the chats to which a card of its ticket was tried before the next change. A chat is right when the
 * last of these cards, or a newer one, has arrived.
 */
export function judge(
  sent: readonly Sent[],
  changes: ReadonlyMap<string, readonly number[]>,
  from: number,
  to: number,
): FanOut {
  const byTicket = Map.groupBy(sent, ({ ticket }) => ticket);
  const wanted: (Wanted & { delay: number })[] = [];
  for (const [ticket, times] of changes) {
    const cards = byTicket.get(ticket) ?? [];
    for (const [n, since] of times.entries()) {
      const next = times[n + 1] ?? Infinity;
      const tried = cards.filter(({ rendered }) => rendered >= since && rendered < next);
      for (const chat of new Set(tried.map((each) => each.chat))) {
        const arrivals = cards
          .filter((each) => each.chat === chat && each.rendered >= since)
          .map(({ arrived }) => arrived);
        wanted.push({ chat, ticket, since, delay: Math.min(...arrivals) - since });
      }
    }
  }
  const ordered = wanted.sort((one, other) => one.since - other.since);
  const best = bestDelays(ordered, TEAMS_TAKES);
  const cards = ordered.map((each, n) => Object.assign({ best: best[n] ?? 0 }, each));
  const arrived = sent.filter((each) => each.arrived >= from && each.arrived < to);
  return {
    cards: cards.filter(({ since }) => since >= from && since < to),
    messages: arrived.length,
    channelMessages: arrived.filter(({ chat }) => chat.startsWith("19:")).length,
  };
}

export function fanOutTable(results: ReadonlyMap<string, FanOut>): Table {
  const rows = [...results].flatMap(([name, { cards }]) =>
    (["the channel", "people"] as const).map((where) => {
      const here = cards.filter(({ chat }) => chat.startsWith("19:") === (where === "the channel"));
      const [delays, best] = [here.map(({ delay }) => delay), here.map((each) => each.best)];
      const late = delays.map((delay, n) => delay - (best[n] ?? 0));
      const worst = Math.max(...delays);
      return [
        `${where}, ${name}`,
        String(here.length),
        pair(delays),
        seconds(worst),
        pair(best),
        seconds(quantile(late, 0.99)),
      ];
    }),
  );
  const head = [
    "until a card is right, s",
    "cards",
    "p50 / p99",
    "worst",
    "best possible p50 / p99",
    "p99 beyond it",
  ];
  return table(head, rows);
}

const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(2);
const pair = (values: readonly number[]) => `${seconds(median(values))} / ${seconds(quantile(values, 0.99))}`;

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const addressOf = (conversationId: string): Address => ({
  serviceUrl: "http://127.0.0.1",
  conversationId,
  tenantId: "t",
});

const LOADS = [
  { name: "200 requests an hour", perHour: 200, sessionMinutes: 15 },
  // The channel then changes more often than the 1,800 times an hour that Teams takes.
  { name: "400 requests an hour", perHour: 400, sessionMinutes: 7.5 },
] as const;

/** With one process and with four. */
export async function benchFanOut({ seed = 1 }: { readonly seed?: number } = {}): Promise<Outcome> {
  const results = new Map<string, FanOut>();
  for (const { name, perHour, sessionMinutes } of LOADS) {
    for (const processes of [1, 4]) {
      const begun = performance.now();
      const result = await measureFanOut({ processes, perHour, sessionMinutes, seed });
      results.set(`${name}, ${processes === 1 ? "1 process" : `${processes} processes`}`, result);
      const took = ((performance.now() - begun) / 1_000).toFixed(0);
      console.log(
        `${name} by ${processes}: ${result.messages} messages an hour, ${took} s to simulate two hours`,
      );
    }
  }
  return outcomeOf(results);
}

/** @param results by load and number of processes. */
export function outcomeOf(results: ReadonlyMap<string, FanOut>): Outcome {
  const found = fanOutTable(results);
  console.log(`\n${plain(found)}`);
  const curves = new Map<string, readonly number[]>();
  for (const [name, { cards }] of results) {
    const channel = cards.filter(({ chat }) => chat.startsWith("19:"));
    if (name.endsWith("1 process"))
      curves.set(
        `the best that Teams' limits permit, ${name.split(",")[0]}`,
        channel.map(({ best }) => best),
      );
    curves.set(
      name,
      channel.map(({ delay }) => delay),
    );
  }
  const title = "Until the helpdesk channel's card is right, under Teams' limits";
  return {
    tables: { "fan-out": [found] },
    plots: {
      "fan-out": { file: "performance-fan-out.svg", says: title, svg: latenessPlot(title, curves, 10_000) },
    },
    figures: {},
  };
}
