import type { CardData } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority } from "../../domain/ticket/authority.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";

type Steps = Pick<CardData<"desk">, "hasSteps" | "transport" | "steps" | "links" | "honesty">;

const NONE: Steps = { hasSteps: false, transport: "", steps: [], links: [], honesty: "" };

/** What the helper opens now. Before a yes, and during a pause, there is nothing to open. */
export function deskSteps(ticket: Ticket, view: TicketView): Steps {
  const { handOff, at } = view;
  if (handOff === null || authority(ticket, at).level === null) return NONE;
  const words = view.wordsOf(ticket.claim?.helper ?? ticket.sharer);
  const links = handOff.helper.flatMap(({ link }) =>
    link === null ? [] : [{ title: words.say(`transport.${link.title}`), url: link.url }],
  );
  return {
    hasSteps: true,
    transport: handOff.name,
    steps: handOff.helper.map(({ text }, i) => ({ number: i + 1, text: words.say(`transport.${text}`) })),
    links,
    honesty: handOff.enforced
      ? "Beckon carries the picture and cuts it at the end of what is approved."
      : `Beckon records what is approved; it cannot hold ${handOff.name} to it. Do no more there than is approved here.`,
  };
}
