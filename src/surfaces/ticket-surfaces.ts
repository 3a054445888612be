import type { Person } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { CardSlot, RenderContext, Target } from "./surface.ts";
import { channelSurfaces } from "./ticket/channel-surfaces.ts";
import { desk } from "./ticket/desk.ts";
import { findingsSurfaces } from "./ticket/findings-surfaces.ts";
import { formerHolder } from "./ticket/former-holder.ts";
import { reopenedSurfaces } from "./ticket/reopened.ts";
import { sharerTicket } from "./ticket/sharer-ticket.ts";

/** The cards about the ticket itself: the sharer's, the channel's, the helpers', and what a refusal rests on. */
export function ticketSurfaces(ticket: Ticket, scene: RenderContext): CardSlot[] {
  return [
    {
      key: "ticket-sharer",
      target: person(ticket.sharer),
      alert: false,
      content: { card: "ticket-sharer", data: sharerTicket(ticket, scene) },
    },
    ...channelSurfaces(ticket, scene),
    ...ticket.helpers.map((helper) => deskOf(helper, ticket, scene)),
    ...reopenedSurfaces(ticket, scene),
    ...findingsSurfaces(ticket, scene),
  ];
}

const person = ({ id }: Person): Target => ({ kind: "person", person: id });

function deskOf(helper: Person, ticket: Ticket, scene: RenderContext): CardSlot {
  const holds = ticket.claim?.helper.id === helper.id;
  return {
    key: `desk:${helper.id}`,
    target: person(helper),
    alert: false,
    content: holds
      ? { card: "desk", data: desk(ticket, helper, scene) }
      : { card: "notice", data: formerHolder(ticket, helper, scene) },
  };
}
