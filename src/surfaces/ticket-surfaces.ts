import type { Reader } from "../eligibility/remedies.ts";
import type { Person } from "../ticket/person.ts";
import type { Denial, Ticket } from "../ticket/ticket.ts";
import type { Place, Scene, Surface } from "./surface.ts";
import { channelTicket } from "./ticket/channel-ticket.ts";
import { desk } from "./ticket/desk.ts";
import { findings } from "./ticket/findings.ts";
import { formerHolder } from "./ticket/former-holder.ts";
import { sharerTicket } from "./ticket/sharer-ticket.ts";
import { standingDenial } from "./ticket/stage.ts";

/** The cards about the ticket itself: the sharer's, the channel's, the helpers', and what a refusal rests on. */
export function ticketSurfaces(ticket: Ticket, scene: Scene): Surface[] {
  return [
    {
      key: "ticket-sharer",
      place: person(ticket.sharer),
      alert: false,
      drawing: { card: "ticket-sharer", data: sharerTicket(ticket, scene) },
    },
    {
      key: "ticket-channel",
      place: { kind: "helpdesk" },
      alert: false,
      drawing: { card: "ticket-channel", data: channelTicket(ticket, scene) },
    },
    ...ticket.helpers.map((helper) => deskOf(helper, ticket, scene)),
    ...(ticket.denied === null ? [] : findingsOf(ticket, ticket.denied, scene)),
  ];
}

const person = ({ id }: Person): Place => ({ kind: "person", person: id });

function deskOf(helper: Person, ticket: Ticket, scene: Scene): Surface {
  const holds = ticket.claim?.helper.id === helper.id;
  return {
    key: `desk:${helper.id}`,
    place: person(helper),
    alert: false,
    drawing: holds
      ? { card: "desk", data: desk(ticket, helper, scene) }
      : { card: "notice", data: formerHolder(ticket, helper, scene) },
  };
}

/** Both are told, each in their own words; once something newer was asked, the cards say that it is settled. */
function findingsOf(ticket: Ticket, denied: Denial, scene: Scene): Surface[] {
  const standing = standingDenial(ticket) !== null;
  const told = (reader: Reader, to: Person, key: string): Surface => ({
    key,
    place: person(to),
    alert: true,
    drawing: standing
      ? { card: "eligibility", data: findings(ticket, denied, reader, key, scene) }
      : { card: "notice", data: settled(ticket) },
  });
  const helper = ticket.helpers.at(-1);
  return [
    told("sharer", ticket.sharer, "findings-sharer"),
    // The id belongs into the key: after a handover the same key would be updated in the wrong chat.
    ...(helper === undefined ? [] : [told("helper", helper, `findings-helper:${helper.id}`)]),
  ];
}

const settled = (ticket: Ticket) => ({
  hasTicket: true,
  ticket: ticket.id as string,
  heading: "Settled",
  text:
    ticket.closedAt === null
      ? "A condition for remote help was not met earlier. Since then the question was asked again."
      : "A condition for remote help was not met, and the ticket is closed by now.",
});
