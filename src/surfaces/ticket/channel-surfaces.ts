import type { Ticket } from "../../domain/ticket/ticket.ts";
import { noticeOn } from "../session/sessions.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { textOf } from "../words.ts";
import { channelTicket } from "./channel-ticket.ts";

/**
 * One post for every time that the ticket came into the channel: nobody scrolls up to see that an old one is open
 * again. The newest has the ticket; the others point to it.
 */
export function channelSurfaces(ticket: Ticket, scene: RenderContext): CardSlot[] {
  const times = 1 + returns(ticket);
  return Array.from({ length: times }, (_, i): CardSlot => {
    const key = i === 0 ? "ticket-channel" : `ticket-channel:${i + 1}`;
    return {
      key,
      target: { kind: "helpdesk" },
      alert: i > 0,
      content:
        i + 1 === times
          ? { card: "ticket-channel", data: channelTicket(ticket, key, scene) }
          : noticeOn(ticket, {
              heading: textOf(ticket.subject),
              text: "This came back: the newer card has it.",
            }),
    };
  });
}

const returns = ({ reopenings, formerClaims }: Ticket): number =>
  reopenings.length + formerClaims.filter(({ ended }) => ended === "given-back" || ended === "lapsed").length;
