import type { TokenCredential } from "@azure/identity";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../telemetry/log.ts";
import { createBatch, type Send } from "./batch.ts";
import { createGraphClient } from "./graph-client.ts";
import { hasOurMark, type NotificationAddress } from "./notification-address.ts";
import { withPaging } from "./paging.ts";
import { realPause } from "./pause.ts";
import { type Permission, warnOnce } from "./permissions.ts";
import type { Question, Reply } from "./question.ts";
import { isNotFound, read } from "./reading.ts";
import { withRetry } from "./retry.ts";
import {
  ALL_WATCHED,
  everySubscription,
  isOf,
  renew,
  type Subscription,
  Subscriptions,
  serves,
  subscribe,
  unsubscribe,
  WATCHED,
  type Watched,
} from "./subscriptions.ts";

export interface SubscriptionsOptions {
  readonly baseUrl: string;
  /** Null for the simulated Graph. */
  readonly credential: TokenCredential | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells our subscriptions from those of others. */
  readonly masterKey: Buffer;
  readonly onPermissionMissing?: (permission: Permission) => void;
}

export interface KeptSubscriptions {
  /**
   * Makes what is missing, renews what ends soon, takes away what nobody needs. Resolves with what had to be made:
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

const DAY = 24 * 60 * 60_000;
/** Graph allows 29; whoever stops for good is not written to for long. */
const LASTS = 7 * DAY;
/** So Graph, or Beckon, may be away for five days before anything is missed. */
const RENEWED_BEFORE_END = 5 * DAY;
/** Graph visits our address, twice for each, before it answers. */
const DEADLINE_MS = 45_000;

export function createSubscriptions(options: SubscriptionsOptions): KeptSubscriptions {
  const { clock, log, masterKey } = options;
  const { send, sendPaged } = senders(options);

  const ask = <Name extends string>(by: Send, questions: Readonly<Record<Name, Question>>) => {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    return by({ call: "subscriptions", version: "v1.0", signal, patience: "background" }, questions);
  };
  const until = () => clock.now() + LASTS;

  /** Those of other apps and other Beckons are left alone. */
  async function ours(): Promise<readonly Subscription[]> {
    const { list } = await ask(sendPaged, { list: everySubscription });
    const answer = read(list, everySubscription, Subscriptions);
    if ("unknown" in answer) throw new SubscriptionsUnsettled(answer.unknown.why);
    return answer.seen.filter(
      ({ notificationUrl, expirationDateTime }) =>
        expirationDateTime > clock.now() && hasOurMark(notificationUrl ?? "", masterKey),
    );
  }

  async function takeAway(surplus: readonly Subscription[]): Promise<void> {
    if (surplus.length === 0) return;
    const replies = await ask(send, Object.fromEntries(surplus.map(({ id }) => [id, unsubscribe(id)])));
    const left = Object.values(replies).filter((reply) => !succeeded(reply) && !isNotFound(reply));
    log.info("subscriptions.removed", { removed: surplus.length - left.length, left: left.length });
    if (left.length > 0) throw new SubscriptionsUnsettled("Graph did not remove a subscription");
  }

  return {
    async keep(address) {
      const known = await ours();
      const best = ALL_WATCHED.map((resource) => [resource, newest(known, resource, address)] as const);
      const questions: Partial<Record<Watched, Question>> = {};
      for (const [resource, one] of best) {
        if (one === undefined) questions[resource] = subscribe(resource, address, until());
        else if (one.expirationDateTime < clock.now() + RENEWED_BEFORE_END)
          questions[resource] = renew(one.id, until(), WATCHED[resource]);
      }
      const replies = await ask(send, questions as Record<Watched, Question>);
      const settled = Object.keys(questions).filter((name) => succeeded(replies[name as Watched]));
      if (settled.length > 0) log.info("subscriptions.kept", { resources: settled.join(" ") });
      const kept = best.map(([, one]) => one);
      await takeAway(known.filter((one) => !kept.includes(one)));
      insist(Object.values(replies));
      return best.flatMap(([name, one]) => (one === undefined && settled.includes(name) ? [name] : []));
    },

    async reauthorize(id) {
      const one = (await ours()).find((each) => each.id === id);
      const resource = ALL_WATCHED.find((each) => one !== undefined && isOf(one, each));
      if (one === undefined || resource === undefined) return false;
      const { renewed } = await ask(send, { renewed: renew(id, until(), WATCHED[resource]) });
      insist([renewed]);
      return true;
    },

    drop: async () => takeAway(await ours()),
  };
}

function senders({ baseUrl, credential, clock, log, onPermissionMissing }: SubscriptionsOptions) {
  const warn = warnOnce(log);
  const missing = (permission: Permission) => {
    warn(permission);
    onPermissionMissing?.(permission);
  };
  const client = createGraphClient(baseUrl, credential);
  const send = withRetry(createBatch({ client, clock, log, missing }), { pause: realPause, log });
  return { send, sendPaged: withPaging(send, baseUrl) };
}

function newest(known: readonly Subscription[], resource: Watched, address: NotificationAddress) {
  const serving = known.filter((one) => serves(one, resource, address));
  return serving.reduce<Subscription | undefined>(
    (best, one) => (best === undefined || one.expirationDateTime > best.expirationDateTime ? one : best),
    undefined,
  );
}

const statusOf = (reply: Reply): number => ("status" in reply ? reply.status : 0);
const succeeded = (reply: Reply): boolean => [200, 201, 202, 204].includes(statusOf(reply));

/** What may not be done is told to the administrators, and is no better in a minute; the next hour tries it again. */
function insist(replies: readonly Reply[]): void {
  const failed = replies.filter((reply) => !succeeded(reply) && statusOf(reply) !== 403);
  if (failed.length === 0) return;
  const unreachable = failed.some((reply) => statusOf(reply) === 400);
  throw new SubscriptionsUnsettled("Graph did not take a subscription", unreachable);
}
