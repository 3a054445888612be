import { accountOf } from "../domain/ticket/session-account.ts";
import type { EndedSession, Session, Ticket } from "../domain/ticket/ticket.ts";
import { askSurfaces } from "./session/ask-surfaces.ts";
import { closingSurface } from "./session/closing.ts";
import { fellSurfaces } from "./session/fell.ts";
import { receiptSurface, receiptWithoutSession } from "./session/receipt.ts";
import { isEnded, sessionsOf } from "./session/sessions.ts";
import { summarySurface } from "./session/summary.ts";
import { orToChannel, tellingGap } from "./session/summary-gap.ts";
import { warningSurfaces } from "./session/warnings.ts";
import type { CardSlot, RenderContext } from "./surface.ts";

/**
 * The cards about the sessions of a ticket, in the order in which people should read them. Nothing ever leaves this
 * list: a card once posted stays in a chat, so it has to stay true.
 */
export function sessionSurfaces(ticket: Ticket, scene: RenderContext): CardSlot[] {
  return [
    ...sessionsOf(ticket).flatMap((session) => [
      ...askSurfaces(ticket, session, scene),
      ...fellSurfaces(ticket, session, scene),
      ...warningSurfaces(ticket, session, scene),
      ...afterwards(ticket, session, scene),
    ]),
    ...receiptWithoutSession(ticket, scene),
  ];
}

/** A session that nobody ever allowed anything in leaves no receipt: its question says what became of it. */
function afterwards(
  ticket: Ticket,
  session: Session | EndedSession,
  scene: RenderContext,
): readonly CardSlot[] {
  const account = accountOf(session, scene.at);
  if (!isEnded(session) || account === null) return [];
  return [
    receiptSurface(ticket, session, scene),
    tellingGap(ticket, session, scene, closingSurface(ticket, session, account, scene)),
    orToChannel(scene, (to) => summarySurface(ticket, session, account, to)),
  ];
}
