import { randomUUID } from "node:crypto";
import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { inCatalogue } from "../graph/graph-installer.ts";
import { NOTIFICATIONS_PATH } from "../teams/graph-notifications.ts";
import { answered, type Check, checkGroup, type Judged, ok } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  /** `unknown`: Beckon was never added to its team. Null while the store cannot be read. */
  readonly channel: "reached" | "quiet" | "unknown" | null;
  /** The id in the catalogue, null when it is not there. Null: not configured, or Graph cannot be asked. */
  readonly catalogue: Lookup<string | null> | null;
  readonly installs: boolean;
  /** Helpers, and those without a chat; null while either cannot be read. */
  readonly chats: { readonly count: number; readonly without: readonly PersonFacts[] } | null;
  /** Null when change notifications are off. */
  readonly notifications: { readonly host: string; readonly answers: boolean } | null;
}

async function probe(tools: Tools): Promise<Facts> {
  const { config, graph } = tools;
  const { notificationsUrl, teamsAppId } = config.graph;
  const [{ addresses }, signIn] = await Promise.all([tools.store(), tools.signIn("graph")]);
  const asksGraph = signIn.kind === "signed-in" || signIn.kind === "simulated";
  const helpers = asksGraph ? await tools.helpers() : null;
  const people = helpers !== null && "seen" in helpers ? helpers.seen : null;
  return {
    channel: addresses === null ? null : await channelState(tools, people ?? []),
    catalogue:
      asksGraph && teamsAppId !== undefined
        ? (await graph.ask(tools.round("catalogue"), { found: inCatalogue(teamsAppId) })).found
        : null,
    installs: teamsAppId !== undefined,
    chats: addresses === null || people === null ? null : await chatsOf(people, tools),
    notifications:
      notificationsUrl === undefined
        ? null
        : { host: notificationsUrl.host, answers: await answersGraph(notificationsUrl, tools.signal) },
  };
}

const MOST_ASKED = 10;

/** Teams tells members of a team only to an app that is in it. */
async function channelState(
  { store, config, roster }: Tools,
  helpers: readonly PersonFacts[],
): Promise<Facts["channel"]> {
  const channel = await (await store()).addresses?.channel(config.teams.helpdesk);
  if (channel == null) return "unknown";
  for (const { id } of helpers.slice(0, MOST_ASKED)) if (await roster.has(channel, id)) return "reached";
  return "quiet";
}

async function chatsOf(people: readonly PersonFacts[], { store }: Tools): Promise<Facts["chats"]> {
  const { addresses } = await store();
  const without: PersonFacts[] = [];
  for (const person of people) {
    const contact = await addresses?.contact(person.id);
    if (contact?.chat == null || contact.blocked !== null) without.push(person);
  }
  return { count: people.length, without };
}

const PATIENCE_MS = 10_000;

/** As Graph does before it accepts a subscription: the address has to repeat a token. */
async function answersGraph(address: URL, signal: AbortSignal): Promise<boolean> {
  const token = randomUUID();
  const url = new URL(NOTIFICATIONS_PATH, address);
  url.searchParams.set("validationToken", token);
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    return answer.ok && (await answer.text()) === token;
  } catch {
    return false;
  }
}

function judgeChannel({ channel }: Facts): readonly Judged[] {
  if (channel === null) return [];
  if (channel === "reached") return [ok(({ say }) => say("setup.channel-reached"))];
  return [
    {
      outcome: channel === "unknown" ? "problem" : "note",
      seen: ({ say }) => say(`setup.channel-${channel}`),
      fix: ({ say }) => say(`setup.channel-${channel}.fix`),
    },
  ];
}

const judgeCatalogue = (id: string | null): Judged =>
  id === null
    ? {
        outcome: "problem",
        seen: ({ say }) => say("setup.catalogue-missing"),
        fix: ({ say }) => say("setup.catalogue-missing.fix"),
      }
    : ok(({ say }) => say("setup.catalogue-found"));

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "helpdesk-channel",
    what: ({ say }) => say("setup.channel"),
    how: "looks the channel up in the store, and asks Teams whether helpers are in its team",
    feature: "requests appear where helpers see them",
    judge: judgeChannel,
  },
  {
    id: "app-catalogue",
    what: ({ say }) => say("setup.catalogue"),
    how: "looks for TEAMS_APP_ID in the organisation's app catalogue (AppCatalog.Read.All)",
    feature: "Beckon writes to people who have not installed it",
    judge: ({ catalogue, installs }) => {
      if (!installs) return [ok(({ say }) => say("setup.catalogue-unset"))];
      return catalogue === null ? [] : answered(catalogue, judgeCatalogue);
    },
  },
  {
    id: "app-installed",
    what: ({ say }) => say("setup.installed"),
    how: "looks in the store which helpers have a chat with Beckon and have not removed it",
    feature: "helpers get their cards",
    judge({ chats }) {
      if (chats === null) return [];
      const { count, without } = chats;
      if (without.length === 0) return [ok(({ say }) => say("setup.all-of", { count }))];
      return [
        {
          outcome: "note",
          seen: ({ say }) => say("setup.lack-of", { lack: without.length, count }),
          fix: ({ say }) => say("setup.installed.fix"),
          names: without.map(({ displayName }) => displayName),
        },
      ];
    },
  },
  {
    id: "notification-address",
    what: ({ say }) => say("setup.notifications"),
    how: "sends the validation that Graph sends, from this machine",
    feature: "running sessions are checked at once when a person or group changes",
    judge({ notifications }) {
      if (notifications === null) return [ok(({ say }) => say("setup.off"))];
      const { answers, host } = notifications;
      if (answers) return [ok(({ say }) => say("setup.notifications-answer"))];
      return [
        {
          outcome: "problem",
          seen: ({ say }) => say("setup.notifications-silent", { host }),
          fix: ({ say }) => say("setup.notifications-silent.fix"),
        },
      ];
    },
  },
];

export const teamsChecks = checkGroup("teams", probe, CHECKS);
