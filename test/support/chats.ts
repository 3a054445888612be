import type { ServerResponse } from "node:http";
import { serve } from "./http-server.ts";

/** A message as everybody in its chat sees it now. */
export interface Shown {
  readonly id: string;
  readonly conversation: string;
  text: string | null;
  card: Json | null;
  summary: string;
  alert: boolean;
  updates: number;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How the connector treats a request: a status instead of doing what was asked, or it hangs up; null for all is well. */
export type Mishap = (request: { method: string; conversation: string }) => number | "reset" | null;

export interface Chats {
  readonly serviceUrl: string;
  /** Oldest first. */
  in(conversation: string): readonly Shown[];
  /** From now on; null for none. */
  mishap(happens: Mishap | null): void;
  /** Somebody deletes a message. */
  remove(message: Shown): void;
  close(): Promise<void>;
}

/** Teams' side of the chats: a connector over real HTTP that keeps what was posted and applies updates. */
export async function startChats(): Promise<Chats> {
  const chats = new Map<string, Shown[]>();
  let lastId = 1_700_000_000_000;
  let mishap: Mishap | null = null;
  const messagesIn = (conversation: string) => chats.get(conversation) ?? [];

  const server = await serve(({ method = "", url = "" }, body, response) => {
    const [, conversation = "", id] =
      /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(decodeURIComponent(url)) ?? [];
    const status = mishap?.({ method, conversation }) ?? null;
    if (status === "reset") return void response.destroy();
    if (status !== null) return answer(response, status, { error: { code: "Planned", message: "planned" } });
    const sent = JSON.parse(body);
    const seen = {
      text: sent.text ?? null,
      card: sent.attachments?.[0]?.content ?? null,
      summary: sent.summary ?? "",
      alert: sent.channelData?.notification?.alert === true,
    };
    if (method === "PUT") {
      const message = messagesIn(conversation).find((each) => each.id === id);
      if (message === undefined) {
        return answer(response, 404, { error: { code: "ActivityNotFoundInConversation", message: "" } });
      }
      Object.assign(message, seen, { alert: message.alert, updates: message.updates + 1 });
      return answer(response, 200, { id: message.id });
    }
    lastId += 1;
    const message = { id: String(lastId), conversation, updates: 0, ...seen };
    chats.set(conversation, [...messagesIn(conversation), message]);
    const isChannel = conversation.endsWith("@thread.tacv2");
    answer(response, 201, { id: isChannel ? `${conversation};messageid=${lastId}` : message.id });
  });

  return {
    serviceUrl: server.url,
    in: messagesIn,
    mishap: (happens) => {
      mishap = happens;
    },
    remove: ({ conversation, id }) =>
      void chats.set(
        conversation,
        messagesIn(conversation).filter((each) => each.id !== id),
      ),
    close: server.close,
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
