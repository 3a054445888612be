import type { PersonId } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Ask, Ticket } from "./ticket.ts";

/** What the questions of one helper to one person came to lately, over all tickets of the two. */
export interface Pressure {
  /** Questions without a yes since the last yes or invitation, and without a quiet day between two of them. */
  readonly noes: number;
  /** When the last of them ended; 0 without one. */
  readonly lastAt: number;
  /** Until when a question on one of their other tickets waits for its answer; null when none does. */
  readonly openElsewhere: number | null;
}

export const NO_PRESSURE: Pressure = { noes: 0, lastAt: 0, openElsewhere: null };

/** How far back a session can have begun whose question counts: the quiet time, and the longest session. */
export const lookBack = ({ askAgain }: Policy): number => askAgain.forgetAfter + LONGEST_SESSION;
const LONGEST_SESSION = 24 * 60 * 60_000;

/** @param tickets every ticket of the two with a session in the time of `lookBack` */
export function pressureOn(
  tickets: readonly Ticket[],
  on: { readonly ticket: Ticket; readonly helper: PersonId },
  policy: Policy,
  at: number,
): Pressure {
  const asks = tickets.flatMap((ticket) => asksOn(ticket).filter(({ by }) => by.id === on.helper));
  const yes = asks.filter(({ answer }) => answer?.outcome === "allowed").map(({ answer }) => answer?.at ?? 0);
  const invited = tickets.map((ticket) =>
    ticket.invitation?.helper === on.helper ? ticket.invitation.at : 0,
  );
  const since = Math.max(0, ...yes, ...invited);
  const noes = asks
    .filter(isNo)
    .flatMap(({ answer }) => answer?.at ?? [])
    .filter((no) => no > since)
    .sort((a, b) => a - b);
  let count = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const no of noes) {
    count = no - lastAt >= policy.askAgain.forgetAfter ? 1 : count + 1;
    lastAt = no;
  }
  const open = tickets
    .filter(({ id }) => id !== on.ticket.id)
    .flatMap((ticket) => asksOn(ticket).filter(({ by, answer }) => by.id === on.helper && answer === null))
    .map(({ answerBy }) => answerBy)
    .filter((answerBy) => answerBy > at);
  return { noes: count, lastAt: count === 0 ? 0 : lastAt, openElsewhere: open[0] ?? null };
}

const asksOn = ({ past, session }: Ticket): readonly Ask[] =>
  (session === null ? past : [...past, session]).flatMap(({ asks }) => asks);

/** A question counts as a no unless a lost condition or clock doubt closed it. */
const isNo = ({ answer }: Ask): boolean =>
  answer !== null && answer.outcome !== "allowed" && (answer.outcome !== "cancelled" || answer.by !== null);

/** From when on the helper may ask this person again; null when nothing holds them back. */
export function mayAskFrom({ noes, lastAt }: Pressure, { askAgain }: Policy, at: number): number | null {
  const wait = noes === 0 ? 0 : (askAgain.after[Math.min(noes, askAgain.after.length) - 1] ?? 0);
  const from = lastAt + wait;
  return at >= from || at - lastAt >= askAgain.forgetAfter ? null : from;
}
