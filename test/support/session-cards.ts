import { render } from "../../src/cards/catalog.ts";
import { authority, isLive } from "../../src/domain/ticket/authority.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { asOf } from "../../src/surfaces/as-of.ts";
import { sessionSurfaces } from "../../src/surfaces/session-surfaces.ts";
import type { CardSlot, RenderContext } from "../../src/surfaces/surface.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { sceneAt } from "./scenes.ts";
import { ticketAfter } from "./tickets.ts";

export type Story = readonly (readonly TicketEvent[])[];

/** The session's cards after a story, looked at so many minutes in; Remote Help carries the screen. */
export function sessionCards(minutes: number, story: Story, change: Partial<RenderContext> = {}) {
  const scene = sceneAt(minutes, change);
  const ticket = asOf(ticketAfter(...story), scene.policy, scene.at);
  const { session } = ticket;
  const level = authority(ticket, scene.at).level ?? "view";
  const handOff = isLive(session) ? createRemoteHelp().handOff(session, level) : null;
  const surfaces = sessionSurfaces(ticket, { ...scene, handOff });
  const at = (key: string): CardSlot => {
    const found = surfaces.find((surface) => surface.key === key);
    if (found === undefined) throw new Error(`no ${key} among ${surfaces.map(({ key }) => key).join(", ")}`);
    return found;
  };
  return {
    surfaces,
    keys: surfaces.map(({ key }) => key),
    kinds: surfaces.map(({ key, content: drawing }) => `${key} ${drawing.card}`),
    place: (key: string) => at(key).target,
    data: (key: string): Readonly<Record<string, unknown>> => at(key).content.data,
    /** The card as Teams gets it. */
    json: (key: string): string => JSON.stringify(render(at(key).content)),
  };
}
