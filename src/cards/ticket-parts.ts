import type { Policy } from "../domain/ticket/policy.ts";
import type { Session, Ticket } from "../domain/ticket/ticket.ts";
import type { Words } from "./text/words.ts";
import type { TicketView } from "./view.ts";

/** What the cards of a ticket have in common. */

/** What every button of a card sends back, for the card under this key. */
export const sentBack = ({ ticket }: TicketView, surface: string) => ({
  ticket: ticket.id as string,
  version: ticket.version,
  surface,
});

/** A row of a card: label and value. Rows without a value are left out. */
export const row = (label: string, value: string) => (value === "" ? [] : [{ label, value }]);

/** `10:30`, or `10:30 by Hana Weber` when somebody asked on the sharer's behalf. */
export function askedAt({ openedAt, openedBy, sharer }: Ticket, at: number, words: Words): string {
  const time = words.moment(openedAt, at);
  return openedBy.id === sharer.id
    ? time
    : words.say("ticket.asked-by", { time, name: words.name(openedBy) });
}

/** `Control until 10:52 · View only until 11:04`: the highest first. */
export function approvedNow({ grants, pausedBy }: Session, at: number, words: Words): string {
  if (pausedBy !== null) return words.say("ticket.approved-paused");
  return grants
    .filter(({ over }) => over === null)
    .toReversed()
    .map(({ level, until }) =>
      words.say(`ticket.approved-until.${level}`, { until: words.moment(until, at) }),
    )
    .join(" · ");
}

const MINUTE = 60_000;
const OFFERED = [10, 20, 30];

/** For how long a helper can ask to view: never longer than the policy allows. */
export function viewLengths({ longest }: Policy, words: Words) {
  const most = Math.floor(longest.view / MINUTE);
  const lengths = [...new Set([...OFFERED.filter((minutes) => minutes < most), most])];
  return {
    lengths: lengths.map((minutes) => ({
      title: words.say("ticket.length", { minutes }),
      value: String(minutes),
    })),
    minutes: String(Math.min(most, OFFERED[1] ?? most)),
  };
}
