import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Log } from "../log.ts";
import type { TicketQueries } from "../ports/ticket-store.ts";
import { type PersonId, personId, type TicketId } from "../ticket/ids.ts";
import { isGuid } from "./guid.ts";

export interface ChangeNotificationsOptions {
  /** The `clientState` of our subscriptions: who knows it is Graph. */
  readonly secret: string;
  readonly tenants: readonly string[];
  readonly store: Pick<TicketQueries, "sessionsWith">;
  readonly recheck: (ticket: TicketId) => void;
  readonly log: Log;
}

/**
 * As Graph sends them for `users` and `groups`: ids and nothing of the resource itself. A group names the members that
 * came or went in `members@delta`.
 * Source: learn.microsoft.com/graph/api/resources/changenotification; microsoft-graph-docs issues 9915, 7634
 */
const Collection = z.object({
  value: z
    .array(
      z.object({
        clientState: z.string().nullish(),
        tenantId: z.string().nullish(),
        resource: z.string(),
        resourceData: z
          .object({
            id: z.string().nullish(),
            "members@delta": z.array(z.object({ id: z.string() })).nullish(),
          })
          .nullish(),
      }),
    )
    .max(1000),
});
type Notification = z.infer<typeof Collection>["value"][number];

/**
 * A hint that somebody changed. It is believed for nothing but one more check: the sessions in which that person takes
 * part are checked at once, against Graph itself.
 *
 * @returns false when the body is no collection of notifications; else it is taken care of in the background.
 */
export function createChangeNotifications({
  secret,
  tenants,
  store,
  recheck,
  log,
}: ChangeNotificationsOptions) {
  const expected = digest(secret);
  const isOurs = ({ clientState, tenantId }: Notification): boolean =>
    timingSafeEqual(digest(clientState ?? ""), expected) &&
    (tenantId == null || tenants.includes(tenantId.toLowerCase()));

  async function look(people: readonly PersonId[]): Promise<void> {
    const sessions = await Promise.all(people.map((person) => store.sessionsWith(person)));
    for (const id of new Set(sessions.flat().map((ticket) => ticket.id))) recheck(id);
  }

  return (body: unknown): boolean => {
    const parsed = Collection.safeParse(body);
    if (!parsed.success) return false;
    const ours = parsed.data.value.filter(isOurs);
    const refused = parsed.data.value.length - ours.length;
    if (refused > 0) log.warn("notifications.refused", { refused });
    // What is lost here is found by the next check in any case.
    look(peopleIn(ours)).catch((fault: unknown) =>
      log.error("notifications.failed", { error: fault instanceof Error ? fault.name : "unknown" }),
    );
    return true;
  };
}

function peopleIn(notifications: readonly Notification[]): PersonId[] {
  const ids = notifications.flatMap(({ resource, resourceData }) => {
    const members = resourceData?.["members@delta"]?.map(({ id }) => id) ?? [];
    return /^\/?users\b/i.test(resource) ? [resourceData?.id ?? "", ...members] : members;
  });
  return [...new Set(ids.filter(isGuid))].map((id) => personId(id.toLowerCase()));
}

/** Of one length, so that the comparison tells nothing about the secret's. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
