import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority } from "../../domain/ticket/authority.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { EndedSession, Session, Ticket, Warning } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { duration } from "../words.ts";
import type { Side } from "./session-words.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";

/**
 * Both sides learn before a level ends by itself. Each warning is a card of its own, so that each can alert; later it
 * says that the session ended, or that it goes on.
 */
export const warningContent = (
  ticket: Ticket,
  session: Session | EndedSession,
  nth: number,
  warning: Warning,
  { side, person, view }: { readonly side: Side; readonly person: Person; readonly view: TicketView },
): CardContent => noticeOn(ticket, words(ticket, session, { warning, nth }, { side, person, view }));

function words(
  ticket: Ticket,
  session: Session | EndedSession,
  { warning, nth }: { readonly warning: Warning; readonly nth: number },
  { side, person, view }: { readonly side: Side; readonly person: Person; readonly view: TicketView },
) {
  const clock = clockOf(person, view);
  if (isEnded(session)) {
    return { heading: "Reminder of the end", text: `Access was withdrawn ${clock(session.endedAt)}.` };
  }
  const { level, until } = authority(ticket, view.at);
  if (level === null)
    return { heading: "The session is paused", text: "Nothing is approved until it is resumed." };
  const aboutThisEnd = nth >= session.warnings.length - session.warned.length;
  if (!aboutThisEnd)
    return { heading: `${LEVEL[level]} goes on`, text: `It is approved until ${clock(until)}.` };
  const left = nth === session.warnings.length - 1 ? `${duration(warning.before)} left: ` : "";
  const end = `${left === "" ? LEVEL[level] : LEVEL[level].toLowerCase()} ends at ${clock(until)}`;
  return { heading: `${left}${end}`, text: AFTERWARDS[side] };
}

const AFTERWARDS: Readonly<Record<Side, string>> = {
  sharer:
    "It ends by itself. If your helper needs more time, they ask, and nothing goes on without your yes.",
  helper: "It ends by itself. If you need more time, ask for it on your desk card.",
  manager: "It ends by itself.",
};
