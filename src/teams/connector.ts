import type { TokenCredential } from "@azure/identity";
import { LRUCache } from "lru-cache";
import { request } from "undici";
import { z } from "zod";
import { isGuid, type PersonId, personId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { type Address, type Message, MessageFault, type Messenger, type Roster } from "../ports/messenger.ts";
import { type Bearer, createBearer } from "./bearer.ts";
import type { TeamsConfig } from "./config.ts";
import { faultOf, faultOfSilence } from "./connector-fault.ts";
import { createAttachmentFetcher, type FetchAttachment } from "./fetch-attachment.ts";
import { servesTeams } from "./service-hosts.ts";

const CARD = "application/vnd.microsoft.card.adaptive";
/** Entra gave no token, so nothing was sent; the only remedy is to wait. */
const NO_TOKEN_WAIT = 5_000;

/** Milliseconds. Cards wait for this answer, and go without it. */
const ROSTER_TIMEOUT = 2_000;

const MEMBER_FRESH_FOR = 10 * 60_000;

interface Member {
  /** Null when Teams does not tell. */
  readonly person: PersonId | null;
}

/** Older connectors name the person `objectId`. */
const id = z.string().nullish().catch(null);
const Account = z.object({ aadObjectId: id, objectId: id }).partial().catch({});

const Sent = z.object({ id: z.string().optional(), activityId: z.string().optional() });

export interface Connector extends Messenger, Roster {
  readonly fetchAttachment: FetchAttachment;
}

/**
 * The Bot connector's REST interface, spoken directly: no hidden retries or redirects, one deadline, and a third of the CPU
 * time of the SDK's own client, which builds two pipelines per turn. `fetch` would take three times as long as `request`.
 * Source: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export function createConnector(deps: {
  readonly config: TeamsConfig;
  readonly clock: Clock;
  /** Null in the playground, whose connector asks for no token. */
  readonly credential: TokenCredential | null;
}): Connector {
  const { config, clock, credential } = deps;
  const bearer = credential === null ? null : createBearer(credential, config.cloud.scope, clock);
  const from = config.appId === "" ? {} : { from: { id: `28:${config.appId}` } };

  async function send(method: "POST" | "PUT", serviceUrl: string, path: string, body: object) {
    if (!servesTeams(serviceUrl, config)) {
      throw new MessageFault("rejected", "The connector's host is not on the list of allowed hosts");
    }
    const authorization = await authorizationFrom(bearer);
    const url = `${serviceUrl.replace(/\/+$/, "")}/v3/conversations${path}`;
    const { status, retryAfter, text } = await request(url, {
      method,
      headers: { "content-type": "application/json", ...authorization },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(config.sendTimeout),
    })
      .then(async ({ statusCode, headers, body }) => ({
        status: statusCode,
        retryAfter: String(headers["retry-after"] ?? ""),
        text: await body.text(),
      }))
      .catch((cause: unknown) => {
        throw faultOfSilence(cause);
      });
    if (status >= 200 && status < 300) return sentIn(text);
    if (status === 401) bearer?.forget();
    throw faultOf(status, text, retryAfter, method === "PUT", clock.now());
  }

  /** Cards are compared often, and people rarely leave a team. */
  const members = new LRUCache<string, { readonly found: Member | null }>({
    max: 1_000,
    ttl: MEMBER_FRESH_FOR,
    ttlResolution: 0,
    perf: clock,
  });

  async function member(channel: Address, account: string): Promise<Member | null> {
    const key = `${channel.conversationId} ${account}`;
    const known = members.get(key) ?? { found: await askForMember(channel, account) };
    members.set(key, known, { noUpdateTTL: true });
    return known.found;
  }

  async function askForMember(channel: Address, account: string): Promise<Member | null> {
    if (!servesTeams(channel.serviceUrl, config)) return null;
    const path = `${encodeURIComponent(channel.conversationId)}/members/${encodeURIComponent(account)}`;
    try {
      const answer = await fetch(`${channel.serviceUrl.replace(/\/+$/, "")}/v3/conversations/${path}`, {
        headers: await authorizationFrom(bearer),
        redirect: "manual",
        signal: AbortSignal.timeout(ROSTER_TIMEOUT),
      });
      if (!answer.ok) return null;
      const { aadObjectId, objectId } = Account.parse(await answer.json());
      const id = (aadObjectId ?? objectId ?? "").toLowerCase();
      return { person: isGuid(id) ? personId(id) : null };
    } catch {
      return null;
    }
  }

  const activitiesOf = ({ conversationId }: Address) => `/${encodeURIComponent(conversationId)}/activities`;
  const inConversation = ({ conversationId }: Address) => ({ ...from, conversation: { id: conversationId } });

  return {
    fetchAttachment: createAttachmentFetcher(config, bearer),
    async post(to, message) {
      const body = { ...inConversation(to), ...cardActivity(message) };
      const sent = await send("POST", to.serviceUrl, activitiesOf(to), body);
      const activityId = messageId(sent.activityId ?? sent.id);
      if (activityId === "")
        throw new MessageFault("unknown", "The connector took a message and gave it no id");
      return { activityId };
    },
    async update(at, activityId, message) {
      const body = { ...inConversation(at), id: activityId, ...cardActivity(message) };
      await send("PUT", at.serviceUrl, `${activitiesOf(at)}/${encodeURIComponent(activityId)}`, body);
    },
    async say(to, text) {
      const body = { ...inConversation(to), type: "message", text, textFormat: "plain" };
      await send("POST", to.serviceUrl, activitiesOf(to), body);
    },
    has: async (channel, person) => (await member(channel, person)) !== null,
    personOf: async (channel, account) => (await member(channel, account))?.person ?? null,
    async openPersonalChat({ entraId, tenantId }, serviceUrl) {
      const { id } = await send("POST", serviceUrl, "", {
        isGroup: false,
        bot: { id: `28:${config.appId}` },
        members: [{ id: entraId }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      });
      if (!id) throw new MessageFault("unknown", "The connector opened a chat and gave it no id");
      return { serviceUrl, conversationId: id, tenantId };
    },
  };
}

/** A card or a picture alone: text beside it would become a second message, and the id of the first would be lost. */
const cardActivity = ({ card, picture, summary, alert }: Message) => ({
  type: "message",
  summary,
  attachments: [
    picture === undefined
      ? { contentType: CARD, content: card }
      : { contentType: picture.type, contentUrl: dataUri(picture) },
  ],
  ...(alert && { channelData: { notification: { alert: true } } }),
});

const dataUri = ({ type, bytes }: NonNullable<Message["picture"]>): string =>
  `data:${type};base64,${bytes.toString("base64")}`;

async function authorizationFrom(bearer: Bearer | null): Promise<{ authorization?: string }> {
  if (bearer === null) return {};
  try {
    return { authorization: `Bearer ${await bearer.token()}` };
  } catch (cause) {
    throw new MessageFault("throttled", "Entra gave no token for the connector", {
      cause,
      retryAfter: NO_TOKEN_WAIT,
    });
  }
}

function sentIn(text: string): z.infer<typeof Sent> {
  try {
    return Sent.parse(text === "" ? {} : JSON.parse(text));
  } catch (cause) {
    throw new MessageFault("unknown", "The connector's answer could not be read", { cause });
  }
}

/** For a new post in a channel the connector names the thread, `19:…;messageid=170…`; the message is its last part. */
const messageId = (id: string | undefined) => (id ?? "").replace(/^.*;messageid=/, "");
