import { render } from "../../src/cards/catalog.ts";
import { plan } from "../../src/cards/plan.ts";
import type { CardSlot } from "../../src/cards/slot.ts";
import type { RenderContext } from "../../src/cards/view.ts";
import { viewOf } from "../../src/cards/view.ts";
import { authority, isLive } from "../../src/domain/ticket/authority.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { sceneAt } from "./scenes.ts";
import { ticketAfter } from "./tickets.ts";

const ABOUT_THE_TICKET = /^(ticket-|desk:|findings-|alert:)/;

export type Story = readonly (readonly TicketEvent[])[];

/** The session's cards after a story, looked at so many minutes in; Remote Help carries the screen. */
export function sessionCards(minutes: number, story: Story, change: Partial<RenderContext> = {}) {
  const scene = sceneAt(minutes, change);
  const recorded = ticketAfter(...story);
  const { ticket } = viewOf(recorded, scene);
  const { session } = ticket;
  const level = authority(ticket, scene.at).level ?? "view";
  const handOff = isLive(session) ? createRemoteHelp().handOff(session, level) : null;
  const slots = plan(viewOf(recorded, { ...scene, handOff })).filter(
    ({ key }) => !ABOUT_THE_TICKET.test(key),
  );
  const at = (key: string): CardSlot => {
    const found = slots.find((surface) => surface.key === key);
    if (found === undefined) throw new Error(`no ${key} among ${slots.map(({ key }) => key).join(", ")}`);
    return found;
  };
  return {
    surfaces: slots,
    keys: slots.map(({ key }) => key),
    kinds: slots.map(({ key, content }) => `${key} ${content().card}`),
    place: (key: string) => at(key).target,
    data: (key: string): Readonly<Record<string, unknown>> => at(key).content().data,
    /** The card as Teams gets it. */
    json: (key: string): string => JSON.stringify(render(at(key).content(), "en")),
  };
}
