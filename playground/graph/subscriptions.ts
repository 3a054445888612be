import { setTimeout as wait } from "node:timers/promises";
import { TENANT_ID } from "../company.ts";
import type { Subscription } from "./subscription.ts";
import type { Tenant } from "./tenant.ts";

/** Resources with change notifications: none of Intune, and no devices of Entra. */
export type Change =
  | { readonly kind: "users"; readonly id: string }
  | { readonly kind: "groups"; readonly id: string; readonly member: string; readonly left: boolean };

export const LIFECYCLE_EVENTS = ["reauthorizationRequired", "subscriptionRemoved", "missed"] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** Real Graph waits as long for an answer. Source: learn.microsoft.com/graph/change-notifications-delivery-webhooks */
const DELIVERY_MS = 3_000;

export interface Notifier {
  /** Notifies every subscription to it, in the background and once. */
  changed(tenant: Tenant, change: Change): void;
  /** Notifies every subscription; a removed one is deleted before its notification. */
  lifecycle(tenant: Tenant, event: LifecycleEvent): void;
  /** When everything has been taken or given up. */
  delivered(): Promise<void>;
}

export function createNotifier(now: () => number): Notifier {
  const underWay = new Set<Promise<void>>();

  function post(url: string, notification: object): void {
    const sent = send(url, notification).finally(() => underWay.delete(sent));
    underWay.add(sent);
  }

  return {
    changed(tenant, change) {
      for (const one of liveOf(tenant, now())) {
        if (isAbout(one.resource, change)) post(one.notificationUrl, { ...about(one), ...tellOf(change) });
      }
    },
    lifecycle(tenant, lifecycleEvent) {
      const told = liveOf(tenant, now());
      if (lifecycleEvent === "subscriptionRemoved") tenant.subscriptions = [];
      for (const one of told) {
        const { lifecycleNotificationUrl: url } = one;
        if (url !== null) post(url, { ...about(one), lifecycleEvent });
      }
    },
    async delivered() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

export const liveOf = ({ subscriptions }: Tenant, now: number): readonly Subscription[] =>
  subscriptions.filter(({ expirationDateTime }) => Date.parse(expirationDateTime) > now);

async function send(url: string, notification: object): Promise<void> {
  // As with real Graph, the answer to what caused the change is there first.
  await wait(0);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ value: [notification] });
  const signal = AbortSignal.timeout(DELIVERY_MS);
  await fetch(url, { method: "POST", headers, body, signal }).catch(() => undefined);
}

const about = ({ id, clientState, expirationDateTime }: Subscription) => ({
  subscriptionId: id,
  subscriptionExpirationDateTime: expirationDateTime,
  clientState,
  tenantId: TENANT_ID,
});

function isAbout(resource: string, { kind, id }: Change): boolean {
  const [watched, which] = resource.toLowerCase().split("/");
  return watched === kind && (which === undefined || which === id);
}

function tellOf(change: Change) {
  const { kind, id } = change;
  const [path, type] = kind === "users" ? [`Users/${id}`, "User"] : [`Groups/${id}`, "Group"];
  const members =
    change.kind === "users"
      ? {}
      : { "members@delta": [{ id: change.member, ...(change.left && { "@removed": "deleted" }) }] };
  return {
    changeType: "updated",
    resource: path,
    resourceData: { "@odata.type": `#Microsoft.Graph.${type}`, "@odata.id": path, id, ...members },
  };
}
