import { authority } from "../../ticket/authority.ts";
import type { Person } from "../../ticket/person.ts";
import type { Policy } from "../../ticket/policy.ts";
import type { EndedSession, Session, Ticket } from "../../ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import type { Scene, Surface } from "../surface.ts";
import { duration } from "../words.ts";
import { ending, type Side } from "./session-words.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";

/** Both sides learn before a level ends by itself. The same card later says that it ended, or that it goes on. */
export function warningSurfaces(
  ticket: Ticket,
  session: Session | EndedSession,
  scene: Scene,
): readonly Surface[] {
  if (session.warned.length === 0 && !wasWarned(session, scene.policy)) return [];
  const warning = (side: "sharer" | "helper", person: Person): Surface => ({
    key: `warning-${side}:${session.number}`,
    place: { kind: "person", person: person.id },
    alert: true,
    drawing: noticeOn(ticket, words(ticket, session, side, person, scene)),
  });
  return [warning("sharer", ticket.sharer), warning("helper", session.helper)];
}

/** The state knows the warnings for the present end only; those for an end that was moved or came stay true as well. */
function wasWarned({ grants, asks, extensions }: Session, { warnings }: Policy): boolean {
  const due = (from: number, until: number, settledAt: number) =>
    warnings.some((before) => until - from > before && settledAt >= until - before);
  const higher = grants.some(
    ({ level, from, until, over }) =>
      level !== "view" && over !== null && over.cause !== "session-ended" && due(from, until, over.at),
  );
  const prolonged = asks.some((ask) => {
    const grant = grants.find(({ level }) => level === ask.level);
    if (ask.kind !== "extension" || ask.answer?.outcome !== "allowed" || grant === undefined) return false;
    return due(grant.from, grant.until - ask.length * extensions, ask.answer.at);
  });
  return higher || prolonged;
}

function words(ticket: Ticket, session: Session | EndedSession, side: Side, person: Person, scene: Scene) {
  const clock = clockOf(person, scene);
  if (isEnded(session)) {
    return { heading: "The session is over", text: `${clock(session.endedAt)}: ${ending(session, side)}` };
  }
  const { level, until } = authority(ticket, scene.at);
  if (level === null)
    return { heading: "The session is paused", text: "Nothing is approved until it is resumed." };
  if (session.warned.length === 0) {
    return { heading: `${LEVEL[level]} goes on`, text: `It is approved until ${clock(until)}.` };
  }
  return {
    heading: `${duration(Math.min(...session.warned))} left: ${LEVEL[level].toLowerCase()} ends at ${clock(until)}`,
    text:
      side === "sharer"
        ? "It ends by itself. If your helper needs more time, they ask, and nothing goes on without your yes."
        : "It ends by itself. If you need more time, ask for it on the request's desk card.",
  };
}
