import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import type { Scene, Surface } from "../surface.ts";
import { nameOf } from "../words.ts";
import { asLines } from "./sessions.ts";

/** A manager's summary, and the same as a channel may read it: for when nothing reaches the manager. */
export function orToChannel(scene: Scene, draw: (scene: Scene) => Surface): Surface {
  const summary = draw(scene);
  const { summaryFallback: channel } = scene;
  if (channel === null || summary.place.kind !== "manager-of") return summary;
  const { place, drawing } = draw({ ...scene, summaryTo: { channel } });
  return { ...summary, otherwise: { place, drawing } };
}

/** The helper, who can tell them, learns from the card that closes the session that a manager did not hear of it. */
export function tellingGap(ticket: Ticket, session: EndedSession, scene: Scene, closing: Surface): Surface {
  const gap = scene.summaryGap(session.number);
  const { drawing } = closing;
  if (gap === null || drawing.card !== "closing") return closing;
  const manager =
    scene.summaryTo === "sharers-manager" ? `${nameOf(ticket.sharer)}'s manager` : "your manager";
  const why = `The summary could not be delivered to ${manager}: Beckon is not installed for them.`;
  const line = gap === "waits" ? why : `${why} It went to a channel instead.`;
  const endLines = [...drawing.data.endLines, ...asLines([line])];
  return { ...closing, drawing: { ...drawing, data: { ...drawing.data, endLines } } };
}
