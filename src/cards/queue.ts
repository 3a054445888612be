import { z } from "zod";
import template from "../../cards/queue.json" with { type: "json" };
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Roles } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Backlog, QueueEntry, QueuePage } from "../ports/ticket-store.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText, stateBadge } from "./ticket-parts.ts";

/** Rows of a page: with their buttons, more would be too large for one card of Teams. */
export const MOST_QUEUED = 7;

/** In place of a card's key in what buttons send: the answer is the queue, or the story, as it is then. */
export const QUEUE = "queue";
export const STORY = "story";

/** The open requests of the helpdesk, as one helper or lead may act on them. */
export const queue = defineCard("queue", template, {
  heading: ownText(60),
  lead: humanText(500),
  rows: z
    .array(
      z.strictObject({
        ticket: ownText(20),
        number: z.number().int(),
        version: z.number().int(),
        /** What the buttons act from: the answer is the queue as it is then. */
        surface: ownText(100),
        subject: humanText(100),
        people: humanText(100),
        since: ownText(60),
        ...stateBadge,
        canPickUp: z.boolean(),
        isOwn: z.boolean(),
        canReassign: z.boolean(),
        canStop: z.boolean(),
      }),
    )
    .max(MOST_QUEUED),
  hasMore: z.boolean(),
  next: z.number().int(),
});

interface QueueReader {
  readonly id: PersonId;
  readonly roles: Roles;
}

export function queueData(
  { entries, more }: QueuePage,
  skip: number,
  backlog: Backlog,
  reader: QueueReader,
  now: number,
  words: Words,
): z.infer<typeof queue.data> {
  return {
    heading: words.say("queue.heading"),
    lead: backlogLine(backlog, now, words),
    rows: entries.map((entry) => rowOf(entry, reader, now, words)),
    hasMore: more,
    next: skip + entries.length,
  };
}

/** What a helper gets who opened a request for somebody: the request as a row of the queue. */
export function openedForData(
  ticket: Ticket,
  lead: string,
  reader: QueueReader,
  now: number,
  words: Words,
): z.infer<typeof queue.data> {
  const { id, version, status, urgency, subject, sharer, openedAt, lastAt: changedAt } = ticket;
  const entry: QueueEntry = {
    id,
    version,
    status,
    urgency,
    subject: subject.text ?? "",
    sharer: sharer.id,
    sharerName: sharer.name.text ?? "",
    helper: ticket.claim?.helper.id ?? null,
    helperName: ticket.claim?.helper.name.text ?? null,
    device: ticket.device?.id ?? null,
    session: null,
    openedAt,
    changedAt,
  };
  const heading = words.say("on-behalf.opened");
  return { heading, lead, rows: [rowOf(entry, reader, now, words)], hasMore: false, next: 0 };
}

/** `3 waiting, 1 urgent, the oldest since 10:30 · 2 in progress` */
export const backlogLine = (
  { waiting, urgent, waitingSince, inProgress }: Backlog,
  now: number,
  { say, moment }: Words,
): string =>
  [
    waitingSince === null
      ? say("queue.none-waiting")
      : say("queue.waiting", { waiting, urgent, since: moment(waitingSince, now) }),
    say("queue.in-progress", { count: inProgress }),
  ].join(" · ");

function rowOf(entry: QueueEntry, { id, roles }: QueueReader, now: number, words: Words) {
  const { say, moment } = words;
  const isWaiting = entry.status === "open";
  const isOwn = entry.helper === id;
  const sharer = entry.sharerName || say("text.erased");
  const helper = entry.helperName || say("text.erased");
  return {
    ticket: entry.id,
    number: Number(entry.id.slice("BK-".length)),
    version: entry.version,
    surface: QUEUE,
    subject: entry.subject || say("text.erased"),
    people: isWaiting || isOwn ? sharer : say("list.with", { sharer, helper }),
    since: say("list.since", { time: moment(entry.openedAt, now) }),
    ...badgeOf(entry, isOwn, words),
    canPickUp: isWaiting && roles.helper && entry.sharer !== id,
    isOwn,
    canReassign: roles.lead || (isOwn && roles.helper),
    canStop: entry.session === "live" && (isOwn || roles.lead),
  };
}

function badgeOf({ status, urgency, session }: QueueEntry, isOwn: boolean, { say }: Words) {
  if (session === "live") return { state: say("queue.live"), tone: "attention" as const };
  if (status === "open") {
    return urgency === "urgent"
      ? { state: say("channel.urgent"), tone: "attention" as const }
      : { state: say("status.open"), tone: "warning" as const };
  }
  return { state: say(isOwn ? "queue.yours" : "status.claimed"), tone: "accent" as const };
}
