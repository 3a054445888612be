import { hkdfSync } from "node:crypto";
import { z } from "zod";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { type Round, UNANSWERED } from "./batch.ts";
import type { GraphConnection } from "./connection.ts";
import { faultIn } from "./failure.ts";
import type { Permission } from "./permissions.ts";
import { JSON_BODY, listOf, path, type Question, type Reply } from "./question.ts";

/**
 * The watched resources, with the least permission for each. Graph has no change notifications for Intune or devices.
 * Source: learn.microsoft.com/graph/api/subscription-post-subscriptions, graph/change-notifications-overview
 */
const WATCHED = {
  users: "User.Read.All",
  groups: "Group.Read.All",
} as const satisfies Record<string, Permission>;
type Watched = keyof typeof WATCHED;
const ALL_WATCHED = Object.keys(WATCHED) as readonly Watched[];

export interface SubscriptionsOptions {
  readonly graph: GraphConnection;
  /** Distinguishes our subscriptions from those of other apps. */
  readonly masterKey: Buffer;
}

export interface Subscriptions {
  /**
   * Makes what is missing, renews what ends soon, deletes what is not needed. Resolves with what had to be made:
   * changes may have been missed before. @throws {SubscriptionsUnsettled} some of it failed and is worth another try.
   */
  keep(address: NotificationAddress): Promise<readonly Watched[]>;
  /** What Graph calls reauthorising. False when it is not ours (any more). @throws {SubscriptionsUnsettled} */
  reauthorize(id: string): Promise<boolean>;
  /** Takes all of ours away. @throws {SubscriptionsUnsettled} */
  drop(): Promise<void>;
}

/** Graph did not do all that it was asked. */
export class SubscriptionsUnsettled extends Error {
  override readonly name = "SubscriptionsUnsettled";
  /** Graph asked our public address to prove itself, and got no good answer. */
  readonly unreachable: boolean;

  constructor(message: string, unreachable = false) {
    super(message);
    this.unreachable = unreachable;
  }
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Graph allows 29 days; a Beckon that stops for good is not written to for long. */
const LASTS = 7 * DAY;
/** Renewed early, so that Graph or Beckon may be away for most of that time before anything is missed. */
const RENEWED_BELOW = 5 / 7;
/** Graph visits our address, twice for each, before it answers. */
const DEADLINE_MS = 45_000;

export function createSubscriptions({ graph, masterKey }: SubscriptionsOptions): Subscriptions {
  const { ask, clock, log } = graph;
  /** Shorter once Graph said that it allows less. */
  let lasts = LASTS;

  const round = (): Round => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    return { call: "subscriptions", version: "v1.0", signal, retryPolicy: "background" };
  };
  const send = (questions: Readonly<Record<string, Question<unknown>>>) => graph.send(round(), questions);
  const until = () => clock.now() + lasts;

  /** Those of other apps and other Beckons are left alone. */
  async function ours(): Promise<readonly Subscription[]> {
    const { list } = await ask(round(), { list: everySubscription });
    if ("unknown" in list) throw new SubscriptionsUnsettled(sayFact(list.unknown.why, ENGLISH));
    return list.seen.filter(
      ({ notificationUrl, expiresAt }) =>
        expiresAt > clock.now() && hasOurMark(notificationUrl ?? "", masterKey),
    );
  }

  async function takeAway(surplus: readonly Subscription[]): Promise<void> {
    if (surplus.length === 0) return;
    const replies = await send(Object.fromEntries(surplus.map(({ id }) => [id, unsubscribe(id)])));
    const left = Object.values(replies).filter((reply) => !succeeded(reply) && reply.status !== 404);
    log.info("subscriptions.removed", { removed: surplus.length - left.length, left: left.length });
    if (left.length > 0) throw new SubscriptionsUnsettled("Graph did not remove a subscription");
  }

  /** A missing permission is reported to the administrators and tried again in an hour, not in a minute. */
  function insist(replies: Readonly<Record<string, Reply>>): void {
    const failed = Object.entries(replies).filter(
      ([, reply]) => !succeeded(reply) && reply.failure?.missingPermission === undefined,
    );
    if (failed.length === 0) return;
    const reasons = failed.map(([resource, reply]) => {
      const reason = reasonOf(reply);
      log.warn("subscriptions.refused", { resource, status: reply.status, reason });
      return reason;
    });
    const minutes = failed.map(([, reply]) => allowedMinutes(reply)).filter((most) => most !== null);
    if (minutes.length > 0) lasts = Math.min(lasts, ...minutes.map((most) => most * MINUTE));
    const quota = failed.find(([, { status }]) => status === 403)?.[1].failure;
    if (quota !== undefined)
      graph.problem({
        matter: "subscriptions",
        heading: ({ say }) => say("problem.subscriptions"),
        text: (words) => words.say("problem.subscriptions.text", { why: sayFact(quota.why, words) }),
      });
    throw new SubscriptionsUnsettled(
      `Graph did not take a subscription: ${reasons.join(", ")}`,
      reasons.includes("unreachable"),
    );
  }

  return {
    async keep(address) {
      const ofUs = await ours();
      const best = ALL_WATCHED.map((resource) => [resource, newest(ofUs, resource, address)] as const);
      const questions: Partial<Record<Watched, Question<null>>> = {};
      for (const [resource, current] of best) {
        if (current === undefined) questions[resource] = subscribe(resource, address, until());
        else if (current.expiresAt < clock.now() + lasts * RENEWED_BELOW)
          questions[resource] = renew(current.id, until(), WATCHED[resource]);
      }
      const replies = await send(questions);
      const settled = Object.keys(questions).filter((name) => succeeded(replies[name]));
      if (settled.length > 0) log.info("subscriptions.kept", { resources: settled.join(" ") });
      const kept = best.map(([, current]) => current);
      await takeAway(ofUs.filter((each) => !kept.includes(each)));
      insist(replies);
      return best.flatMap(([name, current]) =>
        current === undefined && settled.includes(name) ? [name] : [],
      );
    },

    async reauthorize(id) {
      const found = (await ours()).find((each) => each.id === id);
      const resource = ALL_WATCHED.find((each) => found !== undefined && isOf(found, each));
      if (found === undefined || resource === undefined) return false;
      insist(await send({ [resource]: renew(id, until(), WATCHED[resource]) }));
      return true;
    },

    drop: async () => takeAway(await ours()),
  };
}

const succeeded = ({ status }: Reply = UNANSWERED): boolean => [200, 201, 202, 204].includes(status ?? 0);

/** Graph answers 400 for several faults; only the message distinguishes them. Source: microsoft-graph-docs 2988 */
function reasonOf({ status, body, failure }: Reply): string {
  const { code, message } = faultIn(body);
  if (status !== 400)
    return failure === undefined ? `Graph answered ${status}` : sayFact(failure.why, ENGLISH);
  if (/validation request|notification endpoint|^ValidationError/i.test(message)) return "unreachable";
  return /expiration/i.test(message) ? "it would last too long" : (code ?? "Graph answered 400");
}

/** `Subscription expiration can only be 4230 minutes in the future.` */
function allowedMinutes({ body }: Reply): number | null {
  const minutes = /only be (\d{2,6}) minutes/.exec(faultIn(body).message)?.[1];
  return minutes === undefined ? null : Number(minutes);
}

/** Changes of a resource; a deletion that can still be undone counts as an update. */
const CHANGES = "updated,deleted";

interface Subscription {
  readonly id: string;
  readonly resource: string;
  readonly changeType: string;
  readonly notificationUrl: string | null;
  readonly lifecycleUrl: string | null;
  readonly expiresAt: number;
}

const words = z.string().nullish();

/** All of this app, whichever process made them. */
const everySubscription: Question<readonly Subscription[]> = {
  url: "/subscriptions",
  permission: "User.Read.All",
  read: listOf(
    {
      id: z.string().min(1),
      resource: z.string(),
      changeType: z.string(),
      notificationUrl: words,
      lifecycleNotificationUrl: words,
      expirationDateTime: z.string(),
    },
    (row) => ({
      id: row.id,
      resource: row.resource ?? "",
      changeType: row.changeType ?? "",
      notificationUrl: row.notificationUrl ?? null,
      lifecycleUrl: row.lifecycleNotificationUrl ?? null,
      expiresAt: Date.parse(row.expirationDateTime ?? ""),
    }),
  ),
};

/** Before it answers 201, Graph asks the address to prove itself, twice: once for each of its uses. */
const subscribe = (resource: Watched, address: NotificationAddress, until: number): Question<null> => ({
  url: "/subscriptions",
  method: "POST",
  headers: JSON_BODY,
  body: {
    resource,
    changeType: CHANGES,
    notificationUrl: address.url,
    lifecycleNotificationUrl: address.url,
    clientState: address.clientState,
    expirationDateTime: new Date(until).toISOString(),
  },
  permission: WATCHED[resource],
  read: () => null,
});

/** Reauthorises, too. Source: learn.microsoft.com/graph/change-notifications-lifecycle-events */
const renew = (id: string, until: number, permission: Permission): Question<null> => ({
  url: path`/subscriptions/${id}`,
  method: "PATCH",
  headers: JSON_BODY,
  body: { expirationDateTime: new Date(until).toISOString() },
  permission,
  read: () => null,
});

const unsubscribe = (id: string): Question<null> => ({
  url: path`/subscriptions/${id}`,
  method: "DELETE",
  permission: "User.Read.All",
  read: () => null,
});

/** Graph spells what it was given as it likes. */
const isOf = ({ resource }: Subscription, watched: Watched): boolean =>
  resource.replace(/^\//, "").toLowerCase() === watched;

function newest(ofUs: readonly Subscription[], resource: Watched, { url }: NotificationAddress) {
  const serving = ofUs.filter(
    (each) =>
      isOf(each, resource) &&
      each.changeType.split(",").sort().join() === CHANGES.split(",").sort().join() &&
      each.notificationUrl === url &&
      each.lifecycleUrl === url,
  );
  return serving.toSorted((first, second) => second.expiresAt - first.expiresAt)[0];
}

/** The address for notifications, and the mark by which they are recognised. */
interface NotificationAddress {
  /** Public, with our mark in its query. */
  readonly url: string;
  /** The secret that Graph returns with every notification. */
  readonly clientState: string;
}

/** Graph does not list the `clientState` of a subscription, so the address itself carries our mark. */
const MARK = "for";
const MARK_BYTES = 8;
const CLIENT_STATE_BYTES = 32;

/**
 * Both come from the master key, so that every process on one store knows them, an administrator need not make another
 * secret, and a Beckon beside this one with the same app id in Entra keeps its own subscriptions.
 */
export const addressAt = (url: URL, masterKey: Buffer): NotificationAddress => {
  const marked = new URL(url);
  marked.searchParams.set(MARK, markOf(masterKey));
  return { url: marked.href, clientState: derived(masterKey, "client state", CLIENT_STATE_BYTES) };
};

/** Recognises our subscriptions by their address, also by one that we had before. */
const hasOurMark = (url: string, masterKey: Buffer): boolean =>
  URL.canParse(url) && new URL(url).searchParams.get(MARK) === markOf(masterKey);

const markOf = (masterKey: Buffer): string => derived(masterKey, "mark", MARK_BYTES);

const derived = (masterKey: Buffer, what: string, bytes: number): string =>
  Buffer.from(hkdfSync("sha256", masterKey, "", `beckon graph notifications: ${what}`, bytes)).toString(
    "hex",
  );
