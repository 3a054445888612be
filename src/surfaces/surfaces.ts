import type { Ticket } from "../domain/ticket/ticket.ts";
import { asOf } from "./as-of.ts";
import { sessionSurfaces } from "./session-surfaces.ts";
import type { CardSlot, RenderContext } from "./surface.ts";
import { ticketSurfaces } from "./ticket-surfaces.ts";

/** Every card that has to exist for this ticket now, what it says, and where. */
export function surfaces(ticket: Ticket, scene: RenderContext): CardSlot[] {
  const now = asOf(ticket, scene.policy, scene.at);
  return [...ticketSurfaces(now, scene), ...sessionSurfaces(now, scene)];
}
