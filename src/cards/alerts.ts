import type { Person } from "../domain/ticket/person.ts";
import type { TurnKind } from "../domain/ticket/turns.ts";
import type { Key } from "./text/words.ts";
import type { TicketView } from "./view.ts";

/** Who an alert can be for. The channel stands for everybody who follows it. */
export type AlertReader = "sharer" | "holder" | "earlier-holder" | "channel";

export interface Alert {
  /** The sentence of a short message; null when the new card of this event is the message. */
  readonly says: Extract<Key, `alert.${string}`> | null;
  /** Also for people who chose `quiet`. */
  readonly urgent: boolean;
}

/** The turning points of a ticket; its opening by a helper for the sharer; and messages, which are kept beside it. */
export type AlertEvent = TurnKind | "opened-for" | "message" | "undelivered";

const short = (says: NonNullable<Alert["says"]>, urgent = false): Alert => ({ says, urgent });
const card: Alert = { says: null, urgent: false };
const urgentCard: Alert = { says: null, urgent: true };

/**
 * Who is alerted of what. Everybody else reads it on a card that changes in place, and so does the person who did it.
 * The table of docs/alerts.md is written from it by `node scripts/alerts-table.ts`.
 */
export const ALERTS: Readonly<Record<AlertEvent, Readonly<Partial<Record<AlertReader, Alert>>>>> = {
  "opened-for": { sharer: urgentCard },
  waiting: { channel: card },
  "leads-called": { channel: card },
  "picked-up": { sharer: short("alert.picked-up") },
  "given-back": { sharer: short("alert.given-back"), channel: card },
  "claim-ending": { holder: short("alert.claim-ending") },
  "answer-due": { holder: short("alert.answer-due") },
  "claim-lapsed": {
    sharer: short("alert.claim-lapsed-sharer"),
    "earlier-holder": short("alert.claim-lapsed"),
    channel: card,
  },
  "handed-over": {
    sharer: short("alert.handed-over-sharer"),
    holder: urgentCard,
    "earlier-holder": short("alert.handed-over"),
  },
  withdrawn: { sharer: short("alert.withdrawn"), "earlier-holder": short("alert.withdrawn") },
  resolved: { sharer: short("alert.resolved"), "earlier-holder": short("alert.resolved") },
  reopened: {
    sharer: short("alert.reopened"),
    "earlier-holder": short("alert.reopened"),
    channel: card,
  },
  message: { sharer: card, holder: card },
  undelivered: { sharer: card, holder: card },
  blocked: { sharer: card },
  asked: { sharer: urgentCard },
  allowed: { holder: short("alert.allowed") },
  refused: { holder: short("alert.refused") },
  "wrong-number": { holder: short("alert.wrong-number", true) },
  lapsed: { holder: short("alert.lapsed") },
  offered: { holder: short("alert.offered") },
  paused: { sharer: short("alert.paused"), holder: short("alert.paused") },
  resumed: { holder: short("alert.resumed") },
  "level-over": { holder: card },
  "ends-soon": { sharer: card, holder: card },
  stopped: { sharer: urgentCard, holder: urgentCard },
  "session-over": { sharer: card, holder: card },
};

/** Whether an alert reaches a person who did not cause it. */
export const isHeard = (view: TicketView, alert: Alert | undefined, person: Pick<Person, "id">): boolean =>
  alert !== undefined && (alert.urgent || !view.isQuiet(person.id));

/** Whether the new card of an event alerts its reader. @param by who caused it; null for the clock and the checks. */
export const alerts = (
  view: TicketView,
  event: AlertEvent,
  reader: AlertReader,
  person: Pick<Person, "id">,
  by: Pick<Person, "id"> | null,
): boolean => person.id !== by?.id && isHeard(view, ALERTS[event][reader], person);
