import { authority } from "../../domain/ticket/authority.ts";
import type { EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
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

/** Tells the helper each time a higher level is over while the session goes on: what they do next has changed. */
export function fellSurfaces(
  ticket: Ticket,
  session: Session | EndedSession,
  scene: RenderContext,
): readonly CardSlot[] {
  const higher = session.grants.filter(({ level }) => level !== "view");
  return higher.flatMap((grant, i) => {
    if (grant.over === null || SILENT.includes(grant.over.cause)) return [];
    if (isEnded(session) && session.endedAt === grant.over.at) return [];
    return [
      {
        key: `fell:${session.number}:${i + 1}`,
        target: { kind: "person", person: session.helper.id },
        alert: true,
        content: noticeOn(ticket, words(ticket, session, grant, grant.over, scene)),
      },
    ];
  });
}

function words(
  ticket: Ticket,
  session: Session | EndedSession,
  { level }: Grant,
  over: NonNullable<Grant["over"]>,
  scene: RenderContext,
) {
  const clock = clockOf(session.helper, scene);
  const sentences = [
    said(over, LEVEL[level].toLowerCase(), nameOf(ticket.sharer), clock(over.at)),
    lostCondition(over.findings, "helper"),
    left(ticket, session, scene),
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

function left(ticket: Ticket, session: Session | EndedSession, scene: RenderContext): string {
  const clock = clockOf(session.helper, scene);
  if (isEnded(session)) return `Access was withdrawn ${clock(session.endedAt)}.`;
  const { level, until } = authority(ticket, scene.at);
  if (level === null)
    return `Nothing is approved while ${nameOf(ticket.sharer)} has not resumed the session.`;
  return `${LEVEL[level]} is approved until ${clock(until)}. Go back to that level in Remote Help.`;
}
