import type { ServerResponse } from "node:http";
import { serve } from "./http-server.ts";

/** One request that reached the connector. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly id?: string;
    readonly text?: string;
    readonly summary?: string;
    readonly attachments?: readonly { readonly contentType: string; readonly content: object }[];
    readonly channelData?: object;
    readonly members?: readonly { readonly id: string }[];
  };
}

type Behaviour =
  | { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> }
  /** Accepts the request and never answers, or hangs up. */
  | "silent"
  | "reset";

export interface FakeConnector {
  /** Goes into an activity's `serviceUrl`. */
  readonly serviceUrl: string;
  readonly received: readonly Received[];
  /** How the next requests are answered, one after the other; afterwards all is well again. */
  next(...behaviours: readonly Behaviour[]): void;
  /** From now on every roster knows this account. */
  member(account: string, about: { readonly aadObjectId?: string; readonly objectId?: string }): void;
  close(): Promise<void>;
}

/** The Bot connector as Teams runs it: ids are milliseconds, a new post in a channel answers with its thread. */
export async function startFakeConnector(): Promise<FakeConnector> {
  const received: Received[] = [];
  const planned: Behaviour[] = [];
  const members = new Map<string, object>();
  let lastId = 1_700_000_000_000;

  const server = await serve(({ method = "", url = "", headers }, body, response) => {
    const path = decodeURIComponent(url.replace("/teams", ""));
    const account = /\/members\/(.+)$/.exec(path)?.[1];
    if (account !== undefined && planned.length === 0) {
      const known = members.get(account);
      const about = known === undefined ? { error: { code: "MemberNotFoundInConversation" } } : known;
      return send(response, known === undefined ? 404 : 200, {}, { id: account, ...about });
    }
    const { authorization } = headers;
    received.push({ method, path, authorization, body: body === "" ? {} : JSON.parse(body) });
    const behaviour = planned.shift() ?? { status: method === "PUT" ? 200 : 201 };
    if (behaviour === "silent") return;
    if (behaviour === "reset") return void response.destroy();
    const { status, code = "", headers: extra = {} } = behaviour;
    if (status >= 400)
      return send(response, status, extra, { error: { code, message: "You sent: a secret" } });
    lastId += 1;
    send(response, status, extra, { id: idFor(path, lastId) });
  });

  return {
    serviceUrl: `${server.url}/teams`,
    received,
    next: (...behaviours) => void planned.push(...behaviours),
    member: (account, about) => void members.set(account, about),
    close: server.close,
  };
}

function idFor(path: string, id: number): string {
  if (path === "/v3/conversations") return `a:chat-${id}`;
  const channel = /^\/v3\/conversations\/(19:[^;/]*@thread\.tacv2)\/activities$/.exec(path)?.[1];
  return channel === undefined ? String(id) : `${channel};messageid=${id}`;
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
