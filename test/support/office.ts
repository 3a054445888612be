import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { GROUP_IDS, PEOPLE, PEOPLE_IDS, type PersonKey, TENANT_ID } from "../../playground/company.ts";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { type Beckon, startBeckon } from "../../src/compose.ts";
import { readConfig } from "../../src/config/config.ts";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn } from "../../src/store/open-store.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { type Chats, type Json, type Shown, startChats } from "./chats.ts";
import { buttonsOf } from "./reading-cards.ts";

export const HELPDESK = "19:helpdesk@thread.tacv2";
const BOT = { id: "28:b0000000-0000-4000-8000-000000000001", name: "Beckon" };
/** Shorter than in production, so that tests of a locked file do not wait for long. */
const BUSY_TIMEOUT = 500;
const START = Date.UTC(2026, 10, 24, 9, 30);

/** A process that is awake misses no check of a session. */
const LONGEST_STRIDE = 30_000;

/** What came back to the one who pressed. */
export interface Answered {
  readonly status: number;
  readonly card: Json | null;
  readonly text: string | null;
}

export interface Colleague {
  readonly chat: string;
  /** Beckon's messages in the personal chat, oldest first. */
  messages(): readonly Shown[];
  types(text: string): Promise<void>;
  /** The newest button with that verb in a chat, by default the personal one; its title narrows the choice. */
  presses(
    verb: string,
    inputs?: object,
    where?: { in?: string; titled?: string; on?: Shown },
  ): Promise<Answered>;
  /** From now on this person's client is in another language. */
  usesTeamsIn(locale: string): void;
  /** An activity as it is, for what no client would send; to another process when its address is given. */
  sends(activity: object, to?: string): Promise<Answered>;
}

export interface Office extends Record<"sam" | "hana" | "hugo" | "lena" | "mia" | "paul", Colleague> {
  readonly beckon: Beckon;
  readonly graph: SimulatedGraph;
  readonly chats: Chats;
  readonly log: readonly { readonly name: string; readonly [field: string]: unknown }[];
  readonly databaseFile: string;
  /** Sets something of Beckon's own connection to the file, until the next restart. */
  pragma(text: string): Promise<void>;
  person(key: PersonKey): Colleague;
  channel(): readonly Shown[];
  now(): number;
  /** Time passes, and what is due then is done, as by a process that is awake all the while. */
  pass(minutes: number): Promise<void>;
  /** Moves the clock, also backwards, without running the jobs. */
  jump(milliseconds: number): void;
  /** Until no card is behind any more. */
  settle(): Promise<void>;
  /** The process dies and another one starts on the same store; with these variables changed from then on. */
  restart(change?: NodeJS.ProcessEnv): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Beckon as it runs in production, over real HTTP, with a simulated Graph and Teams' chats on this machine. */
export async function openOffice(change: NodeJS.ProcessEnv = {}): Promise<Office> {
  let now = START;
  const clock = { now: () => now };
  const folder = await mkdtemp(join(tmpdir(), "beckon-office-"));
  const databaseFile = join(folder, "beckon.sqlite");
  const [graph, chats] = await Promise.all([startSimulatedGraph({ clock }), startChats()]);
  const log: { name: string }[] = [];
  let environment: NodeJS.ProcessEnv = {
    BECKON_PROFILE: "playground",
    PORT: "0",
    // Tests act faster than people.
    PERSON_LIMITS: "off",
    BOT_ID: BOT.id.slice(3),
    BOT_TENANT_ID: TENANT_ID,
    HELPDESK_CHANNEL_ID: HELPDESK,
    GRAPH_BASE_URL: graph.url,
    DATABASE_FILE: databaseFile,
    HELPERS_GROUP_ID: GROUP_IDS.helpers,
    LEADS_GROUP_ID: GROUP_IDS.leads,
    TIME_ZONE: "Europe/Berlin",
    ...change,
  };
  let database: Database;
  const start = async () => {
    const config = readConfig(environment, (path) => readFileSync(path, "utf8"));
    const deps = { clock, log: createLog((line) => log.push(JSON.parse(line))) };
    database = connect(sqlite(databaseFile, { busyTimeout: BUSY_TIMEOUT }));
    const store = await openStoreOn(database, config.store.masterKey, deps, config.profile);
    return startBeckon(config, { ...deps, store, background: false });
  };
  let beckon = await start();

  const settle = async () => {
    try {
      while ((await beckon.delivery.runDue()) > 0);
    } catch (fault) {
      // As the background work does: what could not be read now is still due later.
      if (!(fault instanceof StoreUnavailable)) throw fault;
    }
  };
  let lastActivity = 0;
  const deliver = async (activity: object, to = beckon.url): Promise<Answered> => {
    lastActivity += 1;
    const answer = await fetch(`${to}/api/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: `f:${lastActivity}`, ...activity }),
    });
    const text = await answer.text();
    await settle();
    return read(answer.status, text);
  };
  const colleague = (key: PersonKey) => colleagueOf(key, chats, deliver);
  await deliver(installed("channel", HELPDESK, PEOPLE_IDS.lena, chats.serviceUrl));
  for (const key of ["sam", "hana", "hugo", "lena", "mia", "paul"] as const) {
    await deliver(installed("personal", colleague(key).chat, PEOPLE_IDS[key], chats.serviceUrl));
  }

  return {
    graph,
    chats,
    log: log as Office["log"],
    databaseFile,
    settle,
    person: colleague,
    sam: colleague("sam"),
    hana: colleague("hana"),
    hugo: colleague("hugo"),
    lena: colleague("lena"),
    mia: colleague("mia"),
    paul: colleague("paul"),
    get beckon() {
      return beckon;
    },
    channel: () => chats.in(HELPDESK),
    pragma: async (text) => void (await database.query((db) => sql.raw(`pragma ${text}`).execute(db))),
    now: () => now,
    async pass(minutes) {
      const until = now + Math.round(minutes * 60_000);
      while (now < until) {
        now = Math.min(until, now + LONGEST_STRIDE);
        await settle();
      }
    },
    jump(milliseconds) {
      now += milliseconds;
    },
    async restart(change = {}) {
      environment = { ...environment, ...change };
      await beckon.stop();
      beckon = await start();
    },
    async [Symbol.asyncDispose]() {
      await beckon.stop();
      await Promise.all([graph.close(), chats.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function colleagueOf(
  key: PersonKey,
  chats: Chats,
  deliver: (activity: object, to?: string) => Promise<Answered>,
): Colleague {
  const chat = `a:${PEOPLE_IDS[key]}`;
  let client = "en-GB";
  const sends = (activity: object, to?: string) =>
    deliver({ ...from(key, chat, chats.serviceUrl, client), ...activity }, to);
  return {
    chat,
    sends,
    usesTeamsIn(locale) {
      client = locale;
    },
    messages: () => chats.in(chat),
    types: async (text) => void (await sends({ type: "message", text, textFormat: "plain" })),
    async presses(verb, inputs = {}, { in: conversation = chat, titled, on } = {}) {
      const messages = on === undefined ? chats.in(conversation).toReversed() : [on];
      for (const message of messages) {
        const button = buttonsOf(message.card).find(
          (each) => each.verb === verb && (titled === undefined || each.title === titled),
        );
        if (button === undefined) continue;
        const { updates } = message;
        const answered = await sends({
          ...(conversation === chat ? {} : inChannel(conversation, message.id)),
          type: "invoke",
          name: "adaptiveCard/action",
          replyToId: message.id,
          value: {
            action: { type: "Action.Execute", verb, data: { ...button.data, ...inputs } },
            trigger: "manual",
          },
        });
        // What Beckon has written into the message since is newer than the answer.
        if (answered.card !== null && message.updates === updates) message.card = answered.card;
        return answered;
      }
      throw new Error(`${key} sees no button ${titled ?? ""} (${verb}) in ${conversation}`);
    },
  };
}

const tenant = { tenant: { id: TENANT_ID } };

function from(key: PersonKey, chat: string, serviceUrl: string, locale: string) {
  const name = PEOPLE.find(({ id }) => id === PEOPLE_IDS[key])?.displayName ?? key;
  return {
    channelId: "msteams",
    serviceUrl,
    from: { id: `29:${key}`, aadObjectId: PEOPLE_IDS[key], name },
    recipient: BOT,
    conversation: { id: chat, conversationType: "personal", tenantId: TENANT_ID },
    channelData: tenant,
    locale,
    entities: [{ type: "clientInfo", locale, timezone: "Europe/Berlin" }],
  };
}

const inChannel = (channel: string, message: string) => ({
  conversation: {
    id: `${channel};messageid=${message}`,
    conversationType: "channel",
    tenantId: TENANT_ID,
    isGroup: true,
  },
  channelData: { ...tenant, channel: { id: channel }, team: { id: "19:team@thread.tacv2" } },
});

const installed = (
  kind: "personal" | "channel",
  conversation: string,
  person: string,
  serviceUrl: string,
) => ({
  type: "installationUpdate",
  action: "add",
  channelId: "msteams",
  serviceUrl,
  recipient: BOT,
  from: { id: `29:${person}`, aadObjectId: person },
  conversation: { id: conversation, conversationType: kind, tenantId: TENANT_ID },
  channelData:
    kind === "channel" ? { ...tenant, channel: { id: conversation }, team: { id: "19:team" } } : tenant,
});

function read(status: number, body: string): Answered {
  const answer = body.startsWith("{") ? JSON.parse(body) : {};
  const { type, value } = answer;
  if (type === "application/vnd.microsoft.card.adaptive") return { status, card: value, text: null };
  return { status, card: null, text: typeof value === "string" ? value : (value?.message ?? (body || null)) };
}
