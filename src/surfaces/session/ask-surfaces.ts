import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { isAbove } from "../../domain/ticket/level.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { live } from "./live.ts";
import { question } from "./question.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";
import { settled } from "./settled.ts";

/** One card with buttons is enough: the one that was answered last. */
const carries = (ticket: Ticket, { until }: Grant, view: TicketView): CardContent =>
  noticeOn(ticket, {
    heading: `Viewing stays approved until ${clockOf(ticket.sharer, view)(until)}`,
    text: "The buttons to stop are on the newer card below.",
  });

/** One card for every question that was ever asked: open, then in force, then what became of it. */
export function askContent(
  ticket: Ticket,
  session: Session | EndedSession,
  ask: Ask,
  key: string,
  view: TicketView,
): CardContent {
  if (isEnded(session)) return settled(ticket, session, ask, view);
  if (ask.answer === null) return question(ticket, session, ask, key, view);
  const inForce = session.grants.find((grant) => grant.ask === ask.ask && grant.over === null);
  if (inForce === undefined) return settled(ticket, session, ask, view);
  const isTop = session.grants.every((each) => each.over !== null || !isAbove(each.level, inForce.level));
  return isTop ? live(ticket, session, ask, key, view) : carries(ticket, inForce, view);
}
