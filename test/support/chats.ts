import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { serve } from "./http-server.ts";

/** A message as everybody in its chat sees it now. */
export interface Shown {
  readonly id: string;
  readonly conversation: string;
  text: string | null;
  card: Json | null;
  /** A data URI, of a message that is a picture. */
  picture: string | null;
  summary: string;
  alert: boolean;
  updates: number;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Something goes wrong with a request, before or after it took effect. */
export interface Trouble {
  readonly accepted: boolean;
  /** Milliseconds before anything happens. */
  readonly delay?: number;
  /** Instead of the answer; by default all is well. */
  readonly answer?: number | "reset";
  /** Seconds, with a 429 or 412. */
  readonly retryAfter?: number;
  /** The connector's own name for what is wrong. */
  readonly code?: string;
}

/** How the connector treats a request; a status or a hang-up alone means that nothing was done. Null for all is well. */
export type Mishap = (request: {
  method: string;
  conversation: string;
  region: string;
  /** Of the message that an update is for; undefined for a post. */
  id: string | undefined;
}) => number | "reset" | Trouble | null;

interface KeptAnswer {
  readonly status?: number;
  readonly location?: string;
  /** Nothing is answered before. */
  readonly after?: Promise<unknown>;
}

export interface Chats {
  /** The same chats are reached over any path below it, as over another region's connector. */
  readonly serviceUrl: string;
  /** Oldest first. */
  in(conversation: string): readonly Shown[];
  /** From now on; null for none. */
  mishap(happens: Mishap | null): void;
  /** Every conversation in which anything was posted. */
  conversations(): readonly string[];
  /** Hears of every message that was posted or changed, as it is then. */
  listen(listener: (message: Shown) => void): void;
  /** Adds people to a channel's team, by their Entra ids. */
  join(conversation: string, ...people: readonly string[]): void;
  /** Teams keeps a picture or a file; what it answers when it is fetched. @returns its address. */
  keep(content: Buffer, answer?: KeptAnswer): string;
  /** The authorization of each fetch of a kept one, in order. */
  readonly fetches: readonly { readonly url: string; readonly authorization: string | undefined }[];
  /** Somebody deletes a message. */
  remove(message: Shown): void;
  close(): Promise<void>;
}

/** Teams' side of the chats: a connector over real HTTP that keeps what was posted and applies updates. */
export async function startChats(): Promise<Chats> {
  const chats = new Map<string, Shown[]>();
  let lastId = 1_700_000_000_000;
  let mishap: Mishap | null = null;
  let listener: (message: Shown) => void = () => {};
  const members = new Map<string, Set<string>>();
  const messagesIn = (conversation: string) => chats.get(conversation) ?? [];

  const kept = new Map<string, KeptAnswer & { readonly content: Buffer }>();
  const fetches: Chats["fetches"][number][] = [];

  const server = await serve(async ({ method = "", url = "", headers }, body, response) => {
    const found = kept.get(url);
    if (found !== undefined) {
      fetches.push({ url, authorization: headers.authorization });
      const location = found.location === undefined ? {} : { location: found.location };
      await found.after;
      return void response.writeHead(found.status ?? 200, location).end(found.content);
    }
    const [, team, person = ""] =
      /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/.exec(decodeURIComponent(url)) ?? [];
    if (team !== undefined) return answer(response, rosterStatus(members.get(team), person), {});
    const [, region = "", conversation = "", id] =
      /^(?:\/(\w+))?\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(decodeURIComponent(url)) ??
      [];
    const trouble = troubleOf(mishap?.({ method, conversation, region, id }) ?? null);
    if (trouble.delay !== undefined) await wait(trouble.delay);
    if (!trouble.accepted) return fail(response, trouble);
    const sent = JSON.parse(body);
    const seen = {
      text: sent.text ?? null,
      card: sent.attachments?.[0]?.content ?? null,
      picture: sent.attachments?.[0]?.contentUrl ?? null,
      summary: sent.summary ?? "",
      alert: sent.channelData?.notification?.alert === true,
    };
    if (method === "PUT") {
      const message = messagesIn(conversation).find((each) => each.id === id);
      if (message === undefined) {
        return answer(response, 404, { error: { code: "ActivityNotFoundInConversation", message: "" } });
      }
      Object.assign(message, seen, { alert: message.alert, updates: message.updates + 1 });
      listener(message);
      if (trouble.answer !== undefined) return fail(response, trouble);
      return answer(response, 200, { id: message.id });
    }
    lastId += 1;
    const message = { id: String(lastId), conversation, updates: 0, ...seen };
    chats.set(conversation, [...messagesIn(conversation), message]);
    listener(message);
    if (trouble.answer !== undefined) return fail(response, trouble);
    const isChannel = conversation.endsWith("@thread.tacv2");
    answer(response, 201, { id: isChannel ? `${conversation};messageid=${lastId}` : message.id });
  });

  return {
    serviceUrl: server.url,
    in: messagesIn,
    mishap: (happens) => {
      mishap = happens;
    },
    conversations: () => [...chats.keys()],
    listen: (heard) => {
      listener = heard;
    },
    join: (conversation, ...people) =>
      void members.set(conversation, new Set([...(members.get(conversation) ?? []), ...people])),
    keep(content, answer = {}) {
      const path = `/v3/attachments/${kept.size + 1}/views/original`;
      kept.set(path, { content, ...answer });
      return `${server.url}${path}`;
    },
    fetches,
    remove: ({ conversation, id }) =>
      void chats.set(
        conversation,
        messagesIn(conversation).filter((each) => each.id !== id),
      ),
    close: server.close,
  };
}

/** What the connector answers to whether somebody is a member; a team that "fails" has joined tells nobody. */
function rosterStatus(team: ReadonlySet<string> | undefined, person: string): number {
  if (team?.has("fails")) return 500;
  return team?.has(person) ? 200 : 404;
}

function troubleOf(mishap: ReturnType<Mishap>): Trouble {
  if (mishap === null) return { accepted: true };
  return typeof mishap === "object" ? mishap : { accepted: false, answer: mishap };
}

function fail(
  response: ServerResponse,
  { answer: status = 500, retryAfter, code = "Planned" }: Trouble,
): void {
  if (status === "reset") return void response.destroy();
  if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
  answer(response, status, { error: { code, message: "planned" } });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
