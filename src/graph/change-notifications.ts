import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { RunningSession, TicketQueries } from "../ports/ticket-store.ts";
import type { Log } from "../telemetry/log.ts";

/** What happened to a subscription itself. */
export interface Lifecycle {
  /** `reauthorizationRequired`, `subscriptionRemoved`, `missed`, and what may come. */
  readonly event: string;
  readonly subscription: string;
}

interface ChangeNotificationsOptions {
  /** The `clientState` of our subscriptions: proves that Graph sent a notification. */
  readonly clientState: string;
  readonly tenants: readonly string[];
  /** A change to their members concerns every session, because a member may itself be a group. */
  readonly helpdeskGroups: readonly string[];
  readonly store: Pick<TicketQueries, "runningSessions">;
  readonly recheck: (ticket: TicketId) => void;
  readonly lifecycle: (one: Lifecycle) => Promise<void>;
  readonly log: Log;
}

/**
 * As Graph sends them for `users` and `groups`: ids and nothing of the resource itself. A group names the members that
 * came or went in `members@delta`. What happened to the subscription itself has no resource.
 * Source: learn.microsoft.com/graph/api/resources/changenotification, graph/change-notifications-lifecycle-events;
 * microsoft-graph-docs issues 9915, 7634
 */
const Collection = z.object({
  value: z
    .array(
      z.object({
        clientState: z.string().nullish(),
        tenantId: z.string().nullish(),
        subscriptionId: z.string().nullish(),
        lifecycleEvent: z.string().nullish(),
        resource: z.string().nullish(),
        resourceData: z
          .object({
            id: z.string().nullish(),
            "members@delta": z.array(z.object({ id: z.string().nullish() })).nullish(),
          })
          .nullish(),
      }),
    )
    .max(1000),
});
type Notification = z.infer<typeof Collection>["value"][number];

/**
 * Takes a notification as a hint only: the sessions of the people that it names are checked at once against Graph.
 *
 * @returns false when the body is no collection of notifications; else it is followed in the background.
 */
export function createChangeNotifications(options: ChangeNotificationsOptions) {
  const { clientState, tenants, store, recheck, log } = options;
  const expected = digest(clientState);
  const isOurs = ({ clientState, tenantId }: Notification): boolean =>
    timingSafeEqual(digest(clientState ?? ""), expected) &&
    (tenantId == null || tenants.includes(tenantId.toLowerCase()));
  const helpdesk = new Set(options.helpdeskGroups.map((id) => id.toLowerCase()));

  async function look(ours: readonly Notification[]): Promise<void> {
    const concerns = concernedBy(ours, helpdesk);
    if (concerns === null) return;
    for (const session of await store.runningSessions()) if (concerns(session)) recheck(session.ticket);
  }

  // A change that is lost here is found by the next regular check.
  const failed = (fault: unknown) =>
    log.error("notifications.failed", { error: fault instanceof Error ? fault.name : "unknown" });

  return (body: unknown): boolean => {
    const parsed = Collection.safeParse(body);
    if (!parsed.success) return false;
    const ours = parsed.data.value.filter(isOurs);
    const refused = parsed.data.value.length - ours.length;
    if (refused > 0) log.warn("notifications.refused", { refused });
    look(ours).catch(failed);
    for (const { lifecycleEvent: event, subscriptionId } of ours)
      if (event != null) options.lifecycle({ event, subscription: subscriptionId ?? "" }).catch(failed);
    return true;
  };
}

/** Which sessions to check; null for none. After a gap that is all of them. */
function concernedBy(
  notifications: readonly Notification[],
  helpdesk: ReadonlySet<string>,
): ((session: RunningSession) => boolean) | null {
  const isEverybody = notifications.some(
    ({ lifecycleEvent, resourceData }) =>
      lifecycleEvent != null || (resourceData?.["members@delta"] != null && helpdesk.has(idOf(resourceData))),
  );
  if (isEverybody) return () => true;
  const people = peopleIn(notifications);
  return people.size === 0 ? null : ({ sharer, helper }) => people.has(sharer) || people.has(helper);
}

function peopleIn(notifications: readonly Notification[]): ReadonlySet<string> {
  const ids = notifications.flatMap(({ resource, resourceData }) => {
    const members = resourceData?.["members@delta"]?.map(({ id }) => id?.toLowerCase() ?? "") ?? [];
    return /^\/?users\b/i.test(resource ?? "") ? [idOf(resourceData), ...members] : members;
  });
  return new Set(ids.filter((id) => id !== ""));
}

const idOf = (data: Notification["resourceData"]): string => data?.id?.toLowerCase() ?? "";

/** Hashes have one length, so the comparison does not reveal the secret's. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
