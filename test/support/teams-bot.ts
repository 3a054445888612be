import { z } from "zod";
import type {
  Action,
  ActionDefinition,
  BotDeps,
  Caller,
  Command,
  Reply,
  TypedMessage,
} from "../../src/bot/action.ts";
import { defineAction } from "../../src/bot/define-action.ts";
import type { CardContent } from "../../src/cards/catalog.ts";
import { TEAMS_DEFAULTS, type TeamsConfig } from "../../src/teams/config.ts";
import { createConnector } from "../../src/teams/connector.ts";
import { createTeams } from "../../src/teams/teams.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { HELPDESK, TENANT } from "./activities.ts";
import { type FakeConnector, startFakeConnector } from "./fake-connector.ts";
import { createMemoryAddressBook, type MemoryAddressBook } from "./memory-address-book.ts";

export const notice = (heading: string): CardContent => ({
  card: "notice",
  data: { hasTicket: false, ticket: "", heading, text: "" },
});

type Answering = (press: Action<unknown>) => Promise<Reply>;

export interface TeamsBot {
  readonly url: string;
  readonly connector: FakeConnector;
  readonly addresses: MemoryAddressBook;
  /** What reached the action `pick-up`, and what was typed and no command. */
  readonly presses: readonly Action<unknown>[];
  readonly utterances: readonly TypedMessage[];
  /** The data that reached `take-back`, which takes everything. */
  readonly loose: readonly unknown[];
  /** Without `turn.done`, the last line of every turn; those are in `turns`. */
  readonly logged: readonly Record<string, unknown>[];
  readonly turns: readonly Record<string, unknown>[];
  /** How `pick-up` and the command `fail` answer from now on. */
  answer(answering: Answering): void;
  /** From now on everybody is in a session. */
  beginSession(): void;
  post(
    activity: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: unknown; text: string }>;
  close(): Promise<void>;
}

/** Beckon's Teams side on loopback with actions of its own, and everything around it that it talks to. */
export async function startTeamsBot(more: Partial<TeamsConfig> = {}, host = "127.0.0.1"): Promise<TeamsBot> {
  const connector = await startFakeConnector();
  const addresses = createMemoryAddressBook();
  const presses: Action<unknown>[] = [];
  const utterances: TypedMessage[] = [];
  const loose: unknown[] = [];
  const logged: Record<string, unknown>[] = [];
  let isInSession = false;
  let answering: Answering = async () => ({ say: "Picked up." });

  const config: TeamsConfig = { ...TEAMS_DEFAULTS, appId: "", anonymous: true, tenants: [TENANT], ...more };
  const clock = { now: () => Date.now() };
  const turns: Record<string, unknown>[] = [];
  const log = createLog((line) => {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    (parsed.name === "turn.done" ? turns : logged).push(parsed);
  });
  // This room hands the dependencies on and uses these of them.
  const store = { sessionsWith: async () => (isInSession ? [{}] : []) };
  const deps = { store, addresses, clock, log, helpdesk: HELPDESK } as unknown as BotDeps;

  const pickUp: ActionDefinition<unknown> = defineAction({
    verb: "pick-up",
    data: z.strictObject({ ticket: z.string().max(20), version: z.number(), note: z.string().optional() }),
    async handle(press) {
      presses.push(press);
      return answering(press);
    },
  });
  const takeBack: ActionDefinition<unknown> = defineAction({
    verb: "take-back",
    data: z.looseObject({}),
    async handle({ data }) {
      loose.push(data);
      return { say: "Taken back." };
    },
  });
  const commands: Command[] = [
    { name: "stop", pattern: /stop/gi, handle: async () => ({ say: "Stopped." }) },
    { name: "card", pattern: /^card$/, handle: async () => ({ show: notice("For you") }) },
    { name: "pass", pattern: /^pass$/, handle: async () => null },
    {
      name: "fail",

      pattern: /^fail$/,
      handle: async (utterance) => answering(utterance as unknown as Action<unknown>),
    },
  ];

  const messenger = createConnector({ config, clock, credential: null });
  const teams = createTeams({
    config,
    deps,
    messenger,
    roster: messenger,
    actions: [pickUp, takeBack],
    commands,
    askAbout: async () => ({
      card: "notice",
      data: { hasTicket: false, ticket: "", heading: "?", text: "" },
    }),
    search: async ({ text }) => ({ hits: [], say: `You look for: ${text}` }),
    removeSent: async () => undefined,
    async otherwise(utterance) {
      utterances.push(utterance);
      return { say: `You typed: ${utterance.text}` };
    },
    welcome: ({ name }: Caller) => notice(`Welcome ${name}`),
    introduce: async () => ({ say: "Beckon is here" }),
  });
  const listening = await teams.listen(0, host);

  return {
    url: listening.url,
    connector,
    addresses,
    presses,
    utterances,
    loose,
    turns,
    logged,
    answer(next) {
      answering = next;
    },
    beginSession() {
      isInSession = true;
    },
    async post(activity, headers = {}) {
      const answer = await fetch(`${listening.url}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ serviceUrl: connector.serviceUrl, ...activity }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text), text };
    },
    async close() {
      await listening.close();
      await connector.close();
    },
  };
}
