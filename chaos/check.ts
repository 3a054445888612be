import { PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { ACTIONS } from "../src/bot/index.ts";
import { authority } from "../src/domain/ticket/authority.ts";
import { type IdempotencyKey, idempotencyKey, personId, ticketId } from "../src/domain/ticket/ids.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import type { TrailEntry } from "../src/ports/ticket-store.ts";
import type { Store } from "../src/store/open-store.ts";
import { type Activity, readAction } from "../src/teams/activity.ts";
import type { Answered } from "./person.ts";

const EVERYBODY = Object.values(PEOPLE_IDS).map(personId);
const MOST_TICKETS = 100_000;

/** @param broken is told of tickets that cannot be rebuilt. */
export async function allTickets(
  store: Store,
  broken: (ticket: Ticket["id"]) => void = () => {},
): Promise<readonly Ticket[]> {
  const brokenTrails = new Set<string>();
  await store.evidence.verify({ trailOnly: true }, (fault) => {
    if (fault.in === "trail") brokenTrails.add(fault.ticket);
  });
  const tickets: Ticket[] = [];
  // One after the other: the bot needs the connections more.
  for (const person of EVERYBODY) {
    for (const { id } of await store.ticketsOf(person, MOST_TICKETS)) {
      if (brokenTrails.has(id)) {
        broken(id);
        continue;
      }
      const ticket = await store.read(id);
      if (ticket !== null) tickets.push(ticket);
    }
  }
  return tickets;
}

const TAKES_BACK = new Set(["stop-session", "step-down", "pause-session"]);

/** Every action that was answered as done is in the store. @returns what is wrong, as sentences. */
export async function lostPresses(answers: readonly Answered[], store: Store): Promise<string[]> {
  const lost: string[] = [];
  for (const answered of answers) {
    if (!answered.isDone) continue;
    const names = await namesOf(answered, store);
    if (names.length === 0) continue;
    const applied = await Promise.all(names.map((name) => store.appliedTo(name)));
    if (applied.some((ticket) => ticket !== null)) continue;
    if (answered.verb === "stop-session" && (await wasOver(answered, store))) continue;
    lost.push(
      `lost: ${answered.by} was told that ${answered.verb} on ${String(answered.data.ticket)} is done`,
    );
  }
  return lost;
}

/**
 * The names under which the press may be kept: what takes access back may be pressed again after a new question, or
 * after a pause that is over.
 */
async function namesOf(
  { activity, verb, by, data }: Answered,
  store: Store,
): Promise<readonly IdempotencyKey[]> {
  if (verb === "send-request")
    return [idempotencyKey(`form/${PEOPLE_IDS[by]}/${String(data.form).toLowerCase()}`)];
  const conversation = ACTIONS.find((each) => each.verb === verb);
  if (conversation === undefined || !("ticket" in data)) return [];
  const caller = { id: personId(PEOPLE_IDS[by]), name: by, timeZone: "UTC", locale: "en-GB" };
  const address = { serviceUrl: "", conversationId: "", tenantId: TENANT_ID };
  const press = readAction(activity as Activity, conversation, {
    caller,
    scope: { kind: "personal", address },
  });
  if ("rejected" in press) return [];
  if (!TAKES_BACK.has(verb)) return [press.id];
  const ticket = await store.read(ticketId(String(data.ticket)));
  const sessions = [...(ticket?.past ?? []), ...(ticket?.session ? [ticket.session] : [])];
  const pauses = Math.max(0, ...sessions.map((session) => session.pauses.length));
  return upTo(ticket?.asks ?? 0).flatMap((asks) =>
    upTo(pauses).map((resumed) => idempotencyKey(`${press.id}/${asks}/${resumed}`)),
  );
}

const upTo = (most: number) => Array.from({ length: most + 1 }, (_, i) => i);

/** A stop with nothing left to stop is done as well. */
async function wasOver({ data, answeredAt }: Answered, store: Store): Promise<boolean> {
  const ticket = await store.read(ticketId(String(data.ticket)));
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
