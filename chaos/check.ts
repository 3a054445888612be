import { PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { ACTIONS } from "../src/bot/index.ts";
import { authority } from "../src/domain/ticket/authority.ts";
import {
  type IdempotencyKey,
  idempotencyKey,
  personId,
  type TicketId,
  ticketId,
} from "../src/domain/ticket/ids.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import type { TrailEntry } from "../src/ports/ticket-store.ts";
import type { Store } from "../src/store/open-store.ts";
import { type Activity, readAction } from "../src/teams/activity.ts";
import type { Answered } from "./person.ts";

const EVERYBODY = Object.values(PEOPLE_IDS).map(personId);
const MOST_TICKETS = 100_000;

/** Null for a ticket that cannot be read. */
export type Tickets = ReadonlyMap<TicketId, Ticket | null>;

export async function allTickets(store: Store): Promise<Tickets> {
  const tickets = new Map<TicketId, Ticket | null>();
  // One after the other, to leave the database connections to the bot.
  for (const person of EVERYBODY) {
    for (const { id } of await store.ticketsOf(person, MOST_TICKETS)) {
      tickets.set(id, await store.read(id).catch(() => null));
    }
  }
  return tickets;
}

const TAKES_BACK = new Set(["stop-session", "step-down", "pause-session"]);
/** Answered with a card, without a command. */
const SHOWS = new Set(["choose-helper"]);

/** Every action that was answered as done is in the store. @returns what is wrong, as sentences. */
export async function lostActions(
  answers: readonly Answered[],
  store: Store,
  tickets: Tickets,
): Promise<string[]> {
  const lost: string[] = [];
  for (const answered of answers) {
    if (!answered.isDone) continue;
    const names = namesOf(answered, tickets);
    if (names.length === 0) continue;
    const applied = await Promise.all(names.map((name) => store.appliedTo(name)));
    if (applied.some((ticket) => ticket !== null)) continue;
    if (answered.verb === "stop-session" && wasOver(answered, tickets)) continue;
    lost.push(lostSentence(answered));
  }
  return lost;
}

export const lostSentence = ({ by, verb, data }: Answered): string =>
  `lost: ${by} was told that ${verb} on ${String(data.ticket ?? data.form)} is done`;

/**
 * The one name under which an action that was answered as done has to be kept; null when it may have been kept under
 * several names, or under none.
 */
export function onlyNameOf(answered: Answered, tickets: Tickets): IdempotencyKey | null {
  if (!answered.isDone || TAKES_BACK.has(answered.verb)) return null;
  return namesOf(answered, tickets)[0] ?? null;
}

/**
 * The names under which the action may be kept: what takes access back may be pressed again after a new question, or
 * after a pause that is over.
 */
function namesOf({ activity, verb, by, data }: Answered, tickets: Tickets): readonly IdempotencyKey[] {
  if (verb === "send-request")
    return [idempotencyKey(`form/${PEOPLE_IDS[by]}/${String(data.form).toLowerCase()}`)];
  const definition = ACTIONS.find((each) => each.verb === verb);
  if (definition === undefined || SHOWS.has(verb) || !("ticket" in data)) return [];
  const caller = { id: personId(PEOPLE_IDS[by]), name: by, timeZone: "UTC", locale: "en-GB" };
  const address = { serviceUrl: "", conversationId: "", tenantId: TENANT_ID };
  const action = readAction(activity as Activity, definition, {
    caller,
    scope: { kind: "personal", address },
  });
  if ("rejected" in action) return [];
  if (!TAKES_BACK.has(verb)) return [action.id];
  const ticket = tickets.get(ticketId(String(data.ticket)));
  // What a ticket has asked is unknown when it cannot be read, which is reported by itself.
  if (ticket == null) return [];
  const sessions = [...ticket.past, ...(ticket.session ? [ticket.session] : [])];
  const pauses = Math.max(0, ...sessions.map((session) => session.pauses.length));
  return upTo(ticket.asks).flatMap((asks) =>
    upTo(pauses).map((resumed) => idempotencyKey(`${action.id}/${asks}/${resumed}`)),
  );
}

const upTo = (most: number) => Array.from({ length: most + 1 }, (_, i) => i);

/** A stop with nothing left to stop is done as well. */
function wasOver({ data, answeredAt }: Answered, tickets: Tickets): boolean {
  const ticket = tickets.get(ticketId(String(data.ticket)));
  const isOver = ({ asks, endedAt }: Ticket["past"][number]) =>
    (asks[0]?.askedAt ?? 0) > answeredAt || endedAt <= answeredAt;
  return ticket?.past.every(isOver) ?? false;
}

const OUTCOMES = new Set(["ConsentGiven", "ConsentRefused", "AskLapsed", "AskCancelled"]);

/** What the trail of one ticket must never say. */
export function contradictions(ticket: Ticket, trail: readonly TrailEntry[], now: number): string[] {
  const found: string[] = [];
  const answered = new Map<string, string[]>();
  const ended = new Map<number, number>();
  for (const { event } of trail) {
    if (OUTCOMES.has(event.type) && "ask" in event) {
      const key = `question ${event.ask} of ${ticket.id}`;
      answered.set(key, [...(answered.get(key) ?? []), event.type]);
    }
    if (event.type === "SessionEnded") ended.set(event.session, (ended.get(event.session) ?? 0) + 1);
  }
  for (const [key, outcomes] of answered) {
    if (outcomes.length > 1) found.push(`two answers: ${key} has ${outcomes.join(" and ")}`);
  }
  for (const [session, times] of ended) {
    if (times > 1) found.push(`two ends: session ${session} of ${ticket.id} ended ${times} times`);
  }
  const { session } = ticket;
  if (session !== null && authority(ticket, now).level === null && !isWaiting(ticket, now)) {
    found.push(`live past its end: session ${session.number} of ${ticket.id}`);
  }
  return found;
}

/** Paused, or a question that can still be answered. */
function isWaiting({ session }: Ticket, now: number): boolean {
  const open = session?.asks.some(({ answer, answerBy }) => answer === null && answerBy > now) ?? false;
  const viewed = session?.grants.some(({ over, until }) => over === null && until > now) ?? false;
  return open || viewed;
}

/** How late deadlines acted, in milliseconds. */
export function lateness(trail: readonly TrailEntry[]): number[] {
  return trail.flatMap(({ event }) =>
    event.type === "SessionEnded" && event.by === null && event.cause === "expired"
      ? [event.at - event.endedAt]
      : [],
  );
}
