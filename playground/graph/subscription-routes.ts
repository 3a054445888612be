import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Permission } from "../../src/graph/permissions.ts";
import { isLoopback } from "../../src/ports/loopback.ts";
import { page } from "./listing.ts";
import { badRequest, type Json, notFound, ok, type Reply } from "./reply.ts";
import type { Call, Route } from "./route.ts";
import type { Subscription } from "./subscription.ts";
import { liveOf } from "./subscriptions.ts";
import type { Tenant } from "./tenant.ts";

/** For `user` and `group`. Source: learn.microsoft.com/graph/change-notifications-overview, subscription lifetime */
const LONGEST_MS = 41_760 * 60_000;
const HANDSHAKE_MS = 10_000;

/** Source: learn.microsoft.com/graph/change-notifications-overview, supported resources: no `device`, nothing of Intune */
const RESOURCE = /^\/?(users|groups)(\/[0-9a-f-]{36})?(\/members)?$/i;

/** Real Graph takes https only; here everything stays on this machine. */
const onThisMachine = z.url({ protocol: /^https?$/ }).refine((url) => isLoopback(new URL(url).hostname));

const Wanted = z.object({
  changeType: z.string().regex(/^(updated|deleted)(,(updated|deleted))?$/),
  notificationUrl: onThisMachine,
  lifecycleNotificationUrl: onThisMachine.nullish().transform((url) => url ?? null),
  resource: z.string().regex(RESOURCE),
  expirationDateTime: z.iso.datetime(),
  clientState: z
    .string()
    .max(128)
    .nullish()
    .transform((text) => text ?? null),
});
const Renewal = z.object({ expirationDateTime: z.iso.datetime() });

const permissionFor = (resource: string): Permission =>
  /^\/?groups\b/i.test(resource) ? "Group.Read.All" : "User.Read.All";

const find = (tenant: Tenant, id: string, { now }: Call): Subscription | undefined =>
  liveOf(tenant, now).find((one) => one.id === id);

const permissionOfOne = (tenant: Tenant, id: string, call: Call): Permission =>
  permissionFor(find(tenant, id, call)?.resource ?? "users");

/** A list does not say what is secret. */
const visible = ({ clientState: _, ...subscription }: Subscription) => ({
  ...subscription,
  clientState: null,
});

const lastsTooLong = (expiration: string, { now }: Call): boolean =>
  Date.parse(expiration) > now + LONGEST_MS || Date.parse(expiration) <= now;

async function subscribe(tenant: Tenant, call: Call): Promise<Reply> {
  const wanted = Wanted.safeParse(call.body);
  if (!wanted.success)
    return badRequest("The subscription cannot be read, or its resource is not supported.");
  const { expirationDateTime, notificationUrl, lifecycleNotificationUrl } = wanted.data;
  if (lastsTooLong(expirationDateTime, call))
    return badRequest("Subscription expiration can only be 41760 minutes in the future.");
  for (const url of [notificationUrl, lifecycleNotificationUrl]) {
    if (url !== null && !(await answersHandshake(url)))
      return badRequest("Subscription validation request failed.");
  }
  const subscription = { id: randomUUID(), ...wanted.data };
  tenant.subscriptions.push(subscription);
  return { ...ok({ ...subscription }), status: 201 };
}

/** The address has to give back a token as plain text, which proves that it wants the notifications. */
async function answersHandshake(url: string): Promise<boolean> {
  const token = `Validation: Testing client ${randomUUID()}`;
  const address = new URL(url);
  address.searchParams.set("validationToken", token);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      signal: AbortSignal.timeout(HANDSHAKE_MS),
    });
    const isPlain = answer.headers.get("content-type")?.startsWith("text/plain") === true;
    return answer.status === 200 && isPlain && (await answer.text()) === token;
  } catch {
    return false;
  }
}

function renew(tenant: Tenant, id: string, call: Call): Reply {
  const renewal = Renewal.safeParse(call.body);
  const subscription = find(tenant, id, call);
  if (subscription === undefined) return notFound(id);
  if (!renewal.success || lastsTooLong(renewal.data.expirationDateTime, call))
    return badRequest("Subscription expiration can only be 41760 minutes in the future.");
  subscription.expirationDateTime = renewal.data.expirationDateTime;
  return ok({ ...subscription });
}

function unsubscribe(tenant: Tenant, id: string, call: Call): Reply {
  if (find(tenant, id, call) === undefined) return notFound(id);
  tenant.subscriptions = tenant.subscriptions.filter((one) => one.id !== id);
  return { status: 204, headers: {}, body: null };
}

const resourceIn = (body: Json): string =>
  Wanted.pick({ resource: true }).safeParse(body).data?.resource ?? "";
const ONE = /^\/subscriptions\/([^/]+)$/;

/** Subscriptions to changes. Source: learn.microsoft.com/graph/api/resources/subscription */
export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: /^\/subscriptions$/,
    permission: (_tenant, _id, { body }) => permissionFor(resourceIn(body)),
    answer: (tenant, _id, call) => subscribe(tenant, call),
  },
  {
    method: "GET",
    path: /^\/subscriptions$/,
    permission: "User.Read.All",
    answer: (tenant, _id, call) => page(liveOf(tenant, call.now).map(visible), call),
  },
  { method: "PATCH", path: ONE, permission: permissionOfOne, answer: renew },
  { method: "DELETE", path: ONE, permission: permissionOfOne, answer: unsubscribe },
];
