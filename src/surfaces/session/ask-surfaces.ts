import { isAbove } from "../../domain/ticket/level.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { live } from "./live.ts";
import { question } from "./question.ts";
import { clockOf, isEnded, noticeOn } from "./sessions.ts";
import { settled } from "./settled.ts";

const KEY: Readonly<Record<Ask["kind"], string>> = {
  view: "consent",
  escalation: "escalation",
  extension: "extension",
};

/** One card for every question that was ever asked: open, then in force, then what became of it. */
export const askSurfaces = (
  ticket: Ticket,
  session: Session | EndedSession,
  scene: RenderContext,
): readonly CardSlot[] =>
  session.asks.map((ask) => {
    const key = `${KEY[ask.kind]}:${ask.ask}`;
    return {
      key,
      target: { kind: "person", person: ticket.sharer.id },
      alert: true,
      content: drawing(ticket, session, ask, key, scene),
    };
  });

/** One card with buttons is enough: the one that was answered last. */
const carries = (ticket: Ticket, { until }: Grant, scene: RenderContext): CardSlot["content"] =>
  noticeOn(ticket, {
    heading: `Viewing stays approved until ${clockOf(ticket.sharer, scene)(until)}`,
    text: "The buttons to stop are on the newer card below.",
  });

function drawing(
  ticket: Ticket,
  session: Session | EndedSession,
  ask: Ask,
  key: string,
  scene: RenderContext,
): CardSlot["content"] {
  if (isEnded(session)) return settled(ticket, session, ask, scene);
  if (ask.answer === null) return question(ticket, session, ask, key, scene);
  const inForce = session.grants.find((grant) => grant.ask === ask.ask && grant.over === null);
  if (inForce === undefined) return settled(ticket, session, ask, scene);
  const isTop = session.grants.every((each) => each.over !== null || !isAbove(each.level, inForce.level));
  return isTop ? live(ticket, session, ask, key, scene) : carries(ticket, inForce, scene);
}
