import { isLive } from "../domain/ticket/authority.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { MOST_TURNS, type Turn } from "../domain/ticket/turns.ts";
import { ALERTS, type Alert, type AlertReader, isHeard } from "./alerts.ts";
import type { CardContent } from "./catalog.ts";
import { noticeOn } from "./notice.ts";
import { hasReceiptWithoutSession } from "./receipt.ts";
import { noticeWithStop } from "./session-notices.ts";
import type { CardSlot } from "./slot.ts";
import type { Words } from "./text/words.ts";
import type { TicketView } from "./view.ts";

/** Turning points this close together are one message, in ms: it says the newest and alerts once. */
export const BURST = 60_000;
/** In ms. An alert that could not be sent for so long is dropped; the reader's cards show its content. */
const STALE_AFTER = 24 * 60 * 60_000;

interface Told {
  readonly turn: Turn;
  readonly person: Person;
  readonly reader: AlertReader;
  /** Null when it was this person's own doing. */
  readonly alert: Alert | null;
}

/**
 * The short messages of turning points, one for each burst and person. Each says what happened at its moment and stays
 * true; only the newest one that a person hears is ever posted, the older ones only if they were posted in time.
 */
export function alertSlots(view: TicketView): CardSlot[] {
  const told = view.ticket.turns.flatMap((turn) => toldOf(turn, view.ticket));
  return [...Map.groupBy(told, ({ person }) => person.id).values()].flatMap((theirs) => {
    const bursts = burstsIn(theirs);
    const newest = bursts.findLastIndex(
      ([first]) => first?.alert == null || isHeard(view, first.alert, first.person),
    );
    return bursts.flatMap((burst, i) => slotOf(burst, i >= newest, view));
  });
}

function toldOf(turn: Turn, ticket: Ticket): Told[] {
  const { sharer } = ticket;
  const people: readonly [AlertReader, Person | null][] = [
    ["sharer", sharer],
    ["holder", turn.holder],
    ["earlier-holder", turn.before?.id === turn.holder?.id ? null : turn.before],
  ];
  return people.flatMap(([reader, person]): Told[] => {
    if (person === null) return [];
    if (person.id === turn.by?.id) return [{ turn, person, reader, alert: null }];
    const alert = ALERTS[turn.kind][reader];
    return alert === undefined ? [] : [{ turn, person, reader, alert: carried(alert, turn, person, ticket) }];
  });
}

const CLOSES_A_SESSION: readonly Turn["kind"][] = ["resolved", "withdrawn", "handed-over", "given-back"];

/** A card that is new at the same moment is the message: the receipt of a session that ended with the request. */
function carried(alert: Alert, turn: Turn, person: Person, ticket: Ticket): Alert {
  if (!CLOSES_A_SESSION.includes(turn.kind)) return alert;
  const hasReceipt = ticket.past.some(
    ({ endedAt, grants, helper }) =>
      endedAt === turn.at && grants.length > 0 && [ticket.sharer.id, helper.id].includes(person.id),
  );
  const asksHowItWas =
    turn.kind === "resolved" && person.id === ticket.sharer.id && hasReceiptWithoutSession(ticket);
  return hasReceipt || asksHowItWas ? { ...alert, says: null } : alert;
}

/** What is urgent, and what the person did themselves, begins a new one; an urgent message is never edited into another. */
function burstsIn(told: readonly Told[]): Told[][] {
  const bursts: Told[][] = [];
  for (const each of told) {
    const newest = bursts.at(-1);
    const [first] = newest ?? [];
    const isSame =
      first !== undefined &&
      first.alert !== null &&
      !(first.alert.urgent && first.alert.says !== null) &&
      each.alert?.urgent === false &&
      each.turn.at - first.turn.at <= BURST;
    if (isSame) newest?.push(each);
    else bursts.push([each]);
  }
  return bursts;
}

/** A burst that begins with a card needs no message, because the card is kept up to date. */
function slotOf(burst: readonly Told[], isNewest: boolean, view: TicketView): CardSlot[] {
  const [first] = burst;
  const told = burst.findLast(({ alert }) => alert?.says != null);
  if (first?.alert?.says == null || told === undefined) return [];
  const { person, turn } = told;
  const words = view.wordsOf(person);
  const key = `alert:${first.turn.number}:${person.id}`;
  const isWanted =
    isNewest &&
    !mayBeCut(first.turn, view.ticket) &&
    isNews(turn, view) &&
    isHeard(view, first.alert, person);
  return [
    {
      key,
      target: { kind: "person", person: person.id },
      alert: true,
      isOver: !isWanted,
      words,
      content: () => contentOf(told, isNewest, key, view, words),
    },
  ];
}

/** Its first turning points may be forgotten, and with them the key under which it was posted. */
const mayBeCut = (first: Turn, { turns }: Ticket): boolean =>
  turns.length >= MOST_TURNS && first.at - (turns[0]?.at ?? 0) <= BURST;

/** Dropped once their reader has acted. */
const NEEDS_ACTION: readonly Turn["kind"][] = ["claim-ending", "answer-due"];

function isNews({ kind, at }: Turn, { ticket: { claim }, at: now }: TicketView): boolean {
  if (NEEDS_ACTION.includes(kind) && claim?.leaseUntil == null) return false;
  return now - at <= STALE_AFTER;
}

/** The newest message to a sharer in a live session has *Stop everything*. */
function contentOf(told: Told, isNewest: boolean, key: string, view: TicketView, words: Words): CardContent {
  const { ticket } = view;
  const { turn, reader } = told;
  const heading = headingOf(told, ticket, words);
  const text = [words.quoted(turn.words ?? ticket.subject), nextFor(told, ticket, words)]
    .filter(Boolean)
    .join(" · ");
  const mayStop = isNewest && reader === "sharer" && isLive(ticket.session);
  return mayStop ? noticeWithStop(view, key, heading, text) : noticeOn(ticket, heading, text);
}

function headingOf({ turn, alert }: Told, { sharer }: Ticket, words: Words): string {
  const { at, by, holder, level, until } = turn;
  const { say } = words;
  const nameOf = (person: Person | null, told: (person: Person) => string = words.firstName) =>
    person === null ? say("sharer.a-helper") : told(person);
  if (alert?.says == null) return "";
  // A lead who reassigns a request to themselves.
  const isTakenOver = alert.says === "alert.handed-over" && by !== null && by.id === holder?.id;
  return say(isTakenOver ? "alert.taken-over" : alert.says, {
    who: nameOf(by),
    name: nameOf(by, words.name),
    sharer: nameOf(sharer),
    helper: nameOf(holder, words.name),
    level: say(`level-in-sentence.${level ?? "view"}`),
    time: words.moment(until ?? at, at),
  });
}

function nextFor({ turn: { kind }, reader }: Told, { status }: Ticket, { say }: Words): string {
  if (status !== "open") return "";
  if (kind === "reopened" && reader === "earlier-holder") return say("former.pick-up");
  const isBack = kind === "given-back" || kind === "claim-lapsed";
  return isBack && reader === "sharer" ? say("alert-next.back-in-queue") : "";
}
