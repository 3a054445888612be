import { authority } from "../../ticket/authority.ts";
import type { EndedSession, Grant, Session, Ticket } from "../../ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import type { Scene, Surface } from "../surface.ts";
import { nameOf } from "../words.ts";
import { lostCondition, wasSeen } from "./lost.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";

type Cause = NonNullable<Grant["over"]>["cause"];

/** Causes that need no word: the session's own end says it, or the helper got more. */
const SILENT: readonly Cause[] = ["session-ended", "superseded"];

const WHY: Readonly<Record<Exclude<Cause, "session-ended" | "superseded">, string>> = {
  sharer: "stopped by the sharer",
  helper: "given back by you",
  lead: "stopped by a lead",
  "eligibility-lost": "a condition for it is no longer met",
  paused: "the session was paused",
  expired: "its time was over",
};

/** Tells the helper each time a higher level is over while the session goes on: what they do next has changed. */
export function fellSurfaces(
  ticket: Ticket,
  session: Session | EndedSession,
  scene: Scene,
): readonly Surface[] {
  const higher = session.grants.filter(({ level }) => level !== "view");
  return higher.flatMap((grant, i) => {
    if (grant.over === null || SILENT.includes(grant.over.cause)) return [];
    if (isEnded(session) && session.endedAt === grant.over.at) return [];
    return [
      {
        key: `fell:${session.number}:${i + 1}`,
        place: { kind: "person", person: session.helper.id },
        alert: true,
        drawing: noticeOn(ticket, words(ticket, session, grant, grant.over, scene)),
      },
    ];
  });
}

function words(
  ticket: Ticket,
  session: Session | EndedSession,
  { level }: Grant,
  over: NonNullable<Grant["over"]>,
  scene: Scene,
) {
  const clock = clockOf(session.helper, scene);
  const sentences = [
    `Access at this level withdrawn ${clock(over.at)}: ${why(over)}.`,
    lostCondition(over.findings, "helper"),
    left(ticket, session, scene),
  ];
  return { heading: `${LEVEL[level]} is over`, text: sentences.filter(Boolean).join(" ") };
}

function why({ cause, findings }: NonNullable<Grant["over"]>): string {
  if (cause === "session-ended" || cause === "superseded") return "";
  const unseen = cause === "eligibility-lost" && !wasSeen(findings);
  return unseen ? "it could not be checked whether it is still allowed" : WHY[cause];
}

function left(ticket: Ticket, session: Session | EndedSession, scene: Scene): string {
  const clock = clockOf(session.helper, scene);
  if (isEnded(session)) return `The session ended ${clock(session.endedAt)}.`;
  const { level, until } = authority(ticket, scene.at);
  if (level === null)
    return `Nothing is approved while ${nameOf(ticket.sharer)} has not resumed the session.`;
  return `${LEVEL[level]} is approved until ${clock(until)}. Go back to that level in Remote Help.`;
}
