import type { Log } from "../log.ts";
import type { DueTicket } from "../ports/delivery-store.ts";
import { MessageFault } from "../ports/messenger.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { runCommand } from "../run-command.ts";
import type { Surface } from "../surfaces/surface.ts";
import { surfaces } from "../surfaces/surfaces.ts";
import type { TicketId } from "../ticket/ids.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { PhotoAlbum } from "./photo-album.ts";
import { type SceneDeps, sceneOf } from "./scene.ts";
import { type ShowDeps, showSurface } from "./show-surface.ts";

export interface LookAfterDeps extends SceneDeps, ShowDeps {
  readonly store: TicketStore;
  readonly log: Log;
  readonly album: PhotoAlbum;
}

/** How long until another try, by failed tries in a row, ms. */
const BACK_OFF = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const;
/** Somebody unreachable is tried again this often: they may install Beckon any time. */
const UNREACHABLE_RETRY = 15 * 60_000;
/** After this long without a change nobody is waiting for the card any more. */
const GIVE_UP_AFTER = 7 * 24 * 60 * 60_000;

/** When to come back: null when everything about the ticket is true for now. */
export type Verdict = { readonly cardsVersion: number } | { readonly retryAt: number };

/** Does what is due for one leased ticket: lets time pass, then makes its cards true. Safe to repeat at any point. */
export async function lookAfter(due: DueTicket, deps: LookAfterDeps): Promise<Verdict> {
  const { ticket: id } = due;
  if (due.deadlineHasCome) await runCommand(deps, id, null, { type: "PassTime", at: deps.clock.now() });
  const ticket = await deps.store.read(id);
  if (ticket === null) return { cardsVersion: 0 };
  await deps.album.prepare(ticket);
  const waits = await showAll(ticket, due.tries, deps);
  const wait = Math.min(...waits);
  return Number.isFinite(wait) ? { retryAt: deps.clock.now() + wait } : { cardsVersion: ticket.version };
}

/** Chats are independent of one another; inside one chat cards go in order, because Teams refuses concurrent writes. */
async function showAll(ticket: Ticket, tries: number, deps: LookAfterDeps): Promise<number[]> {
  const scene = await sceneOf(ticket, deps);
  const posted = new Map((await deps.deliveryStore.posted(ticket.id)).map((each) => [each.key, each]));
  const byPlace = Map.groupBy(surfaces(ticket, scene), ({ place }) => JSON.stringify(place));
  const waits = await Promise.all(
    [...byPlace.values()].map(async (inOneChat) => {
      const waited: number[] = [];
      for (const surface of inOneChat) {
        const wait = await showOne(ticket, surface, posted.get(surface.key), tries, deps);
        if (wait !== null) waited.push(wait);
      }
      return waited;
    }),
  );
  return waits.flat();
}

/** @returns milliseconds to wait before another try; null when there is nothing left to do. */
async function showOne(
  ticket: Ticket,
  surface: Surface,
  posted: Parameters<typeof showSurface>[2],
  tries: number,
  deps: LookAfterDeps,
): Promise<number | null> {
  const { id } = ticket;
  try {
    const shown = await showSurface(id, surface, posted, deps);
    if (shown !== "unchanged") deps.log.info(`surface.${shown}`, { ticket: id, surface: surface.key });
    if (shown !== "unreachable" || deps.clock.now() - ticket.lastAt > GIVE_UP_AFTER) return null;
    return UNREACHABLE_RETRY;
  } catch (fault) {
    deps.log.warn("surface.failed", describe(id, surface, fault));
    const patience = BACK_OFF[Math.min(tries, BACK_OFF.length - 1)] ?? UNREACHABLE_RETRY;
    return fault instanceof MessageFault ? (fault.retryAfter ?? patience) : patience;
  }
}

function describe(ticket: TicketId, surface: Surface, fault: unknown) {
  const kind = fault instanceof MessageFault ? fault.kind : undefined;
  return { ticket, surface: surface.key, error: fault instanceof Error ? fault.name : "unknown", kind };
}
