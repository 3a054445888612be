import type { CardData } from "../../cards/catalog.ts";
import { openAsk } from "../../ticket/authority.ts";
import { TRANSPORT_FACTS } from "../../ticket/events.ts";
import type { Person } from "../../ticket/person.ts";
import type { Session, Ticket } from "../../ticket/ticket.ts";
import { TOLD, URGENCY } from "../names.ts";
import { clockOf } from "../session/sessions.ts";
import type { Scene } from "../surface.ts";
import { deviceOf, jobTitleOf, nameOf, textOf, textOrNothing } from "../words.ts";
import { approved } from "./approved.ts";
import { asked, row } from "./parts.ts";

/** Who and what it is about, and what is approved and reported so far. */
export function deskFacts(ticket: Ticket, holder: Person, scene: Scene): CardData<"desk">["facts"] {
  const { sharer, device, session } = ticket;
  const clock = clockOf(holder, scene);
  const title = jobTitleOf(sharer);
  const pending = openAsk(session);
  return [
    ...row("Approved", session === null ? "" : approved(session, clock)),
    ...row("You asked", pending === null ? "" : textOf(pending.reason)),
    ...row("Connection", session === null ? "" : told(session, clock)),
    ...row("Sharer", title === "" ? nameOf(sharer) : `${nameOf(sharer)}, ${title}`),
    ...row("Device", device === null ? "No device" : deviceOf(device)),
    ...row("Details", textOrNothing(ticket.details)),
    ...row("Urgency", URGENCY[ticket.urgency]),
    ...row("Asked", asked(ticket, clock)),
  ];
}

/** What was reported about the connection, and by whom: never what Beckon merely allowed. */
function told({ transport }: Session, clock: (at: number) => string): string {
  return TRANSPORT_FACTS.flatMap((fact) => {
    const at = transport[fact];
    return at === undefined ? [] : [`${TOLD[fact]} ${clock(at)}`];
  }).join(" · ");
}
