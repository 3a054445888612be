import { z } from "zod";
import type { NotificationAddress } from "./notification-address.ts";
import type { Permission } from "./permissions.ts";
import { path, type Question } from "./question.ts";

/**
 * What Graph can tell of and Beckon wants to know, with the least permission for it. Of devices, and of anything in
 * Intune, it tells nothing.
 * Source: learn.microsoft.com/graph/api/subscription-post-subscriptions, graph/change-notifications-overview
 */
export const WATCHED = {
  users: "User.Read.All",
  groups: "Group.Read.All",
} as const satisfies Record<string, Permission>;
export type Watched = keyof typeof WATCHED;
export const ALL_WATCHED = Object.keys(WATCHED) as readonly Watched[];

const JSON_BODY = { "Content-Type": "application/json" };
/** A deletion that can still be undone counts as an update. */
const CHANGES = "updated,deleted";

/** All of this app, whoever made them. */
export const everySubscription: Question = { url: "/subscriptions", permission: "User.Read.All" };

/** Before it answers 201, Graph asks the address to prove itself, twice: once for each of its uses. */
export const subscribe = (resource: Watched, address: NotificationAddress, until: number): Question => ({
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
});

/** Reauthorises, too. Source: learn.microsoft.com/graph/change-notifications-lifecycle-events */
export const renew = (id: string, until: number, permission: Permission): Question => ({
  url: path`/subscriptions/${id}`,
  method: "PATCH",
  headers: JSON_BODY,
  body: { expirationDateTime: new Date(until).toISOString() },
  permission,
});

export const unsubscribe = (id: string): Question => ({
  url: path`/subscriptions/${id}`,
  method: "DELETE",
  permission: "User.Read.All",
});

const Subscription = z.object({
  id: z.string(),
  resource: z.string(),
  changeType: z.string(),
  notificationUrl: z.string().nullish(),
  lifecycleNotificationUrl: z.string().nullish(),
  expirationDateTime: z.string().transform((text) => Date.parse(text)),
});
export type Subscription = z.infer<typeof Subscription>;
export const Subscriptions = z.object({ value: z.array(Subscription) }).transform(({ value }) => value);

/** Graph spells what it was given as it likes. */
export const isOf = ({ resource }: Subscription, watched: Watched): boolean =>
  resource.replace(/^\//, "").toLowerCase() === watched;

/** Would it tell us everything that we want to know of this resource? */
export const serves = (one: Subscription, resource: Watched, { url }: NotificationAddress): boolean =>
  isOf(one, resource) &&
  one.changeType.split(",").sort().join() === CHANGES.split(",").sort().join() &&
  one.notificationUrl === url &&
  one.lifecycleNotificationUrl === url;
