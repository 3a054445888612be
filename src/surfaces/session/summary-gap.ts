import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { nameOf } from "../words.ts";
import { asLines } from "./sessions.ts";

/** A manager's summary, and the same as a channel may read it: for when nothing reaches the manager. */
export function orToChannel(scene: RenderContext, draw: (scene: RenderContext) => CardSlot): CardSlot {
  const summary = draw(scene);
  const { summaryFallback: channel } = scene;
  if (channel === null || summary.target.kind !== "manager-of") return summary;
  const { target: place, content: drawing } = draw({ ...scene, summaryTo: { channel } });
  return { ...summary, otherwise: { target: place, content: drawing } };
}

/** The helper, who can tell them, learns from the card that closes the session that a manager did not hear of it. */
export function tellingGap(
  ticket: Ticket,
  session: EndedSession,
  scene: RenderContext,
  closing: CardSlot,
): CardSlot {
  const gap = scene.summaryGap(session.number);
  const { content: drawing } = closing;
  if (gap === null || drawing.card !== "closing") return closing;
  const manager =
    scene.summaryTo === "sharers-manager" ? `${nameOf(ticket.sharer)}'s manager` : "your manager";
  const why = `The summary could not be delivered to ${manager}: Beckon is not installed for them.`;
  const line = gap === "waits" ? why : `${why} It went to a channel instead.`;
  const endLines = [...drawing.data.endLines, ...asLines([line])];
  return { ...closing, content: { ...drawing, data: { ...drawing.data, endLines } } };
}
