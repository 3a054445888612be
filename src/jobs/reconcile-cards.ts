import { isDeepStrictEqual } from "node:util";
import { plan } from "../cards/plan.ts";
import type { CardSlot } from "../cards/slot.ts";
import { viewOf } from "../cards/view.ts";
import { runCommand } from "../domain/run-command.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { DueTicket } from "../ports/delivery-store.ts";
import { MessageFault, type Messenger } from "../ports/messenger.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { nudges } from "../surfaces/ticket/absence.ts";
import type { Log } from "../telemetry/log.ts";
import { type MentionDeps, mentionable } from "./mentionable.ts";
import { isFault } from "./message.ts";
import type { PhotoAlbum } from "./photo-album.ts";
import { renderContextOf, type SceneDeps } from "./render-context.ts";
import { showSurface } from "./show-card.ts";
import type { ShowDeps, Shown } from "./show-result.ts";

export interface ReconcileDeps extends SceneDeps, ShowDeps, MentionDeps {
  readonly store: TicketStore;
  /** For what nobody waits for: it gives way to people. */
  readonly background: Messenger;
  readonly log: Log;
  readonly album: PhotoAlbum;
}

/** How long until another try, by failed tries in a row, ms. */
const BACK_OFF = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const;
/** After this long without a change nobody is waiting for the card any more. */
const GIVE_UP_AFTER = 7 * 24 * 60 * 60_000;
/** What Teams refuses as our mistake stays refused until somebody mends it: the card, a permission, a secret. */
const REFUSED_RETRY = 15 * 60_000;
const MOST_REFUSALS = BACK_OFF.length + GIVE_UP_AFTER / REFUSED_RETRY;

/** Nobody gets a new card about a request that was closed so long ago; cards that are there go on being true. */
const NO_NEW_CARDS_AFTER = 30 * 24 * 60 * 60_000;

/** When to come back: null when everything about the ticket is true for now. */
export type ReconcileResult =
  | { readonly cardsVersion: number }
  /** Only failures make the pauses longer: to be throttled or in doubt is nobody's failure. */
  | { readonly retryAt: number; readonly hasFailed: boolean };

/**
 * Does what is due for one leased ticket: lets time pass and makes its cards true. Safe to repeat
 * at any point.
 */
export async function reconcileCards(due: DueTicket, deps: ReconcileDeps): Promise<ReconcileResult> {
  const { ticket: id } = due;
  if (due.deadlineHasCome) await runCommand(deps, id, null, { type: "PassTime", at: deps.clock.now() });
  const ticket = await deps.store.read(id);
  if (ticket === null) return { cardsVersion: 0 };
  await deps.album.prepare(ticket);
  const before = await gapsOf(ticket, deps);
  const waits = await showAll(ticket, due.tries, deps);
  // A summary that did not reach its manager shows on a card that was drawn before that was known.
  const isLate = !isDeepStrictEqual(before, await gapsOf(ticket, deps));
  const late = isLate ? await showAll(ticket, due.tries, deps, isNoManager) : [];
  const all = [...waits, ...late];
  if (all.length === 0) return { cardsVersion: ticket.version };
  const wait = Math.min(...all.map((each) => each.wait));
  return { retryAt: deps.clock.now() + wait, hasFailed: all.some(({ hasFailed }) => hasFailed) };
}

/** Chats are independent of one another; inside one chat cards go in order, because Teams refuses concurrent writes. */
async function showAll(
  ticket: Ticket,
  tries: number,
  deps: ReconcileDeps,
  only: (surface: CardSlot) => boolean = () => true,
): Promise<Waiting[]> {
  const view = viewOf(ticket, await renderContextOf(ticket, deps));
  const posted = new Map((await deps.deliveryStore.posted(ticket.id)).map((each) => [each.key, each]));
  const mention = await mentionable(ticket, view, deps);
  const wanted = [...plan(view), ...nudges(ticket, view, posted.keys(), mention)];
  const byPlace = Map.groupBy(wanted.filter(only), ({ target: place }) => JSON.stringify(place));
  const waits = await Promise.all(
    [...byPlace.values()].map(async (inOneChat) => {
      const waited: Waiting[] = [];
      for (const surface of inOneChat) {
        const { wait, isClosed, hasFailed } = await showOne(
          ticket,
          surface,
          posted.get(surface.key) ?? null,
          tries,
          deps,
        );
        if (wait !== null) waited.push({ wait, hasFailed: hasFailed === true });
        if (isClosed) break;
      }
      return waited;
    }),
  );
  return waits.flat();
}

const isNoManager = ({ target: place }: CardSlot): boolean => place.kind !== "manager-of";

interface Waiting {
  readonly wait: number;
  readonly hasFailed: boolean;
}

interface Outcome {
  /** Milliseconds until another look; null when there is nothing left to do. */
  readonly wait: number | null;
  /** The chat takes nothing now: what comes after in it would fare no better. */
  readonly isClosed: boolean;
  readonly hasFailed?: boolean;
}

async function showOne(
  ticket: Ticket,
  surface: CardSlot,
  posted: Parameters<typeof showSurface>[2],
  tries: number,
  deps: ReconcileDeps,
): Promise<Outcome> {
  const { id, closedAt } = ticket;
  const isLongOver = closedAt !== null && deps.clock.now() - closedAt > NO_NEW_CARDS_AFTER;
  if (isLongOver && posted === null) return { wait: null, isClosed: false };
  try {
    const shown = await showSurface(id, surface, posted, deps);
    const { did, wait } = shown;
    if (surface.target.kind === "manager-of") await noteGap(id, surface.key, shown, deps);
    if (did !== "unchanged") deps.log.info(`surface.${did}`, { ticket: id, surface: surface.key });
    const isClosed = did === "unreachable";
    return isClosed && deps.clock.now() - ticket.lastAt > GIVE_UP_AFTER
      ? { wait: null, isClosed }
      : { wait, isClosed };
  } catch (fault) {
    deps.log.warn("surface.failed", describe(id, surface, fault));
    if (isFault(fault, "rejected") && tries >= MOST_REFUSALS) {
      deps.log.error("surface.given-up", describe(id, surface, fault));
      return { wait: null, isClosed: false };
    }
    const named = fault instanceof MessageFault ? fault.retryAfter : undefined;
    const wait = named ?? patienceWith(fault, tries);
    return { wait, isClosed: named !== undefined, hasFailed: named === undefined };
  }
}

function patienceWith(fault: unknown, tries: number): number {
  const last = isFault(fault, "rejected") ? REFUSED_RETRY : BACK_OFF.at(-1);
  return BACK_OFF[tries] ?? last ?? 0;
}

/** Null for a ticket without ended sessions, which has no summaries. */
const gapsOf = ({ id, past }: Ticket, { deliveryStore }: ReconcileDeps) =>
  past.length === 0 ? null : deliveryStore.summaryGaps(id);

async function noteGap(ticket: TicketId, summary: string, shown: Shown, deps: ReconcileDeps) {
  const { deliveryStore } = deps;
  const gap = shown.did === "unreachable" ? "waits" : shown.elsewhere ? "went-to-channel" : null;
  const known = (await deliveryStore.summaryGaps(ticket)).get(summary) ?? null;
  if (gap !== known) await deliveryStore.recordSummaryGap(ticket, summary, gap);
}

function describe(ticket: TicketId, surface: CardSlot, fault: unknown) {
  const kind = fault instanceof MessageFault ? fault.kind : undefined;
  return { ticket, surface: surface.key, error: fault instanceof Error ? fault.name : "unknown", kind };
}
