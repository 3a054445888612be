import type { CardContent } from "../../src/cards/catalog.ts";
import { plan } from "../../src/cards/plan.ts";
import type { CardSlot } from "../../src/cards/slot.ts";
import type { RenderContext } from "../../src/cards/view.ts";
import { viewOf } from "../../src/cards/view.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { remoteHelp, sceneAt } from "./scenes.ts";
import type { Story } from "./stories.ts";
import { TICKET } from "./tickets.ts";

const ABOUT_THE_TICKET = /^(ticket-|desk:|findings-|alert:)/;

/** The cards about the ticket itself, not about its sessions, at the moment at which the story is looked at. */
export function lookAt({ events, lookedAt, live }: Story, change: Partial<RenderContext> = {}): CardSlot[] {
  const scene = sceneAt(lookedAt, { handOff: live ? remoteHelp : null, ...change });
  const ticket = replay(TICKET, events);
  if (ticket === null) throw new Error("a story begins with opened()");
  return plan(viewOf(ticket, scene)).filter(({ key }) => ABOUT_THE_TICKET.test(key));
}

/** The card under this key; its data as its schema takes them. */
export function cardOf(surfaces: readonly CardSlot[], key: string): CardContent {
  const surface = surfaces.find((each) => each.key === key);
  if (surface === undefined) throw new Error(`no ${key} among ${surfaces.map((each) => each.key)}`);
  return surface.content();
}
