import { replay } from "../../src/domain/ticket/evolve.ts";
import { asOf } from "../../src/surfaces/as-of.ts";
import type { CardSlot, RenderContext } from "../../src/surfaces/surface.ts";
import { ticketSurfaces } from "../../src/surfaces/ticket-surfaces.ts";
import { remoteHelp, sceneAt } from "./scenes.ts";
import type { Story } from "./stories.ts";
import { TICKET } from "./tickets.ts";

/** The ticket's cards at the moment at which the story is looked at. */
export function lookAt({ events, lookedAt, live }: Story, change: Partial<RenderContext> = {}): CardSlot[] {
  const scene = sceneAt(lookedAt, { handOff: live ? remoteHelp : null, ...change });
  const ticket = replay(TICKET, events);
  if (ticket === null) throw new Error("a story begins with opened()");
  return ticketSurfaces(asOf(ticket, scene.policy, scene.at), scene);
}

/** The card under this key; its data as its schema takes them. */
export function cardOf(surfaces: readonly CardSlot[], key: string): CardSlot["content"] {
  const surface = surfaces.find((each) => each.key === key);
  if (surface === undefined) throw new Error(`no ${key} among ${surfaces.map((each) => each.key)}`);
  return surface.content;
}
