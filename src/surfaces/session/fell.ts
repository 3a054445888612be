import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority } from "../../domain/ticket/authority.ts";
import type { EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { nameOf } from "../words.ts";
import { lostCondition, wasSeen } from "./lost.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";

type Cause = NonNullable<Grant["over"]>["cause"];

/** Causes that need no word: the session's own end says it, or the helper got more. */
const SILENT: readonly Cause[] = ["session-ended", "superseded"];

type Said = (what: string, sharer: string, at: string) => string;
const SAID: Readonly<Record<Exclude<Cause, "session-ended" | "superseded">, Said>> = {
  sharer: (what, sharer, at) => `${sharer} took ${what} back at ${at}.`,
  helper: (what, _, at) => `You gave ${what} back at ${at}.`,
  lead: (what, _, at) => `A lead stopped ${what} at ${at}.`,
  "eligibility-lost": (what, _, at) =>
    `At ${at} a condition for ${what} was no longer met, so it was withdrawn.`,
  paused: (what, _, at) => `The session was paused at ${at}, and ${what} was withdrawn with it.`,
  expired: (what, _, at) => `The approved time for ${what} was over at ${at}.`,
};

/** The higher grants that ended while the session went on, with their place among all higher ones: what the helper does next changed. */
export const fellGrants = (session: Session | EndedSession): readonly (readonly [number, Grant])[] =>
  session.grants
    .filter(({ level }) => level !== "view")
    .map((grant, i) => [i + 1, grant] as const)
    .filter(([, { over }]) => {
      if (over === null || SILENT.includes(over.cause)) return false;
      return !(isEnded(session) && session.endedAt === over.at);
    });

export function fellContent(
  ticket: Ticket,
  session: Session | EndedSession,
  grant: Grant,
  view: TicketView,
): CardContent {
  const { over } = grant;
  if (over === null) throw new Error("a grant that is in force did not fall");
  return noticeOn(ticket, words(ticket, session, grant, over, view));
}

function words(
  ticket: Ticket,
  session: Session | EndedSession,
  { level }: Grant,
  over: NonNullable<Grant["over"]>,
  view: TicketView,
) {
  const clock = clockOf(session.helper, view);
  const sentences = [
    said(over, LEVEL[level].toLowerCase(), nameOf(ticket.sharer), clock(over.at)),
    lostCondition(over.findings, "helper"),
    left(ticket, session, view),
  ];
  return { heading: `${LEVEL[level]} is over`, text: sentences.filter(Boolean).join(" ") };
}

function said(
  { cause, findings }: NonNullable<Grant["over"]>,
  ...[what, sharer, at]: Parameters<Said>
): string {
  if (cause === "session-ended" || cause === "superseded") return "";
  if (cause === "eligibility-lost" && !wasSeen(findings)) {
    return `At ${at} nobody could tell any more whether ${what} is still allowed, so it was withdrawn.`;
  }
  return SAID[cause](what, sharer, at);
}

function left(ticket: Ticket, session: Session | EndedSession, view: TicketView): string {
  const clock = clockOf(session.helper, view);
  if (isEnded(session)) return `Access was withdrawn ${clock(session.endedAt)}.`;
  const { level, until } = authority(ticket, view.at);
  if (level === null)
    return `Nothing is approved while ${nameOf(ticket.sharer)} has not resumed the session.`;
  return `${LEVEL[level]} is approved until ${clock(until)}. Go back to that level in Remote Help.`;
}
