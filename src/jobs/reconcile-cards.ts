import { nudges, whoCanReach } from "../cards/nudge.ts";
import { plan } from "../cards/plan.ts";
import type { CardSlot } from "../cards/slot.ts";
import { undelivered } from "../cards/undelivered.ts";
import { type RenderContext, type TicketView, viewOf } from "../cards/view.ts";
import { runCommand } from "../domain/run-command.ts";
import { nextDutyChange } from "../domain/ticket/duty.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { DueTicket, PostedCard } from "../ports/delivery-store.ts";
import { MessageFault, type Messenger, type Roster } from "../ports/messenger.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import {
  type Contacts,
  type ContextDeps,
  contactsOf,
  type PhotoAlbum,
  renderContextOf,
} from "./render-context.ts";
import type { RollCall } from "./roll-call.ts";
import { isFault, type SendDeps, type Sent, sendCard } from "./send-card.ts";

export interface ReconcileDeps extends ContextDeps, SendDeps {
  readonly threads: Pick<ThreadStore, "thread" | "sharedFile">;
  readonly store: TicketStore;
  /** For background work: people's messages go first. */
  readonly background: Messenger;
  readonly log: Log;
  readonly album: PhotoAlbum;
  readonly rollCall?: RollCall;
  readonly roster: Roster;
  /** Told whenever a card could be sent to the helpdesk channel, or could not. */
  readonly helpdeskReached: (isReached: boolean) => unknown;
}

/** Milliseconds until another try, by failed tries in a row. */
const BACK_OFF = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const;
/** A card that reaches no chat is given up after this long without a change, in ms. */
const GIVE_UP_AFTER = 7 * 24 * 60 * 60_000;
/** In ms. What Teams refuses as our mistake stays refused until the card, a permission or a secret is corrected. */
const REFUSED_RETRY = 15 * 60_000;
const MOST_REFUSALS = BACK_OFF.length + GIVE_UP_AFTER / REFUSED_RETRY;
/** In ms. No new card is posted about a request that was closed so long ago; posted cards are still updated. */
const NO_NEW_CARDS_AFTER = 30 * 24 * 60 * 60_000;

type ReconcileResult =
  /** Every card is up to date for this version. */
  | { readonly cardsVersion: number }
  /** `hasFailed` makes the next pause longer; a rate limit or an unknown outcome is no failure. */
  | { readonly retryAt: number; readonly hasFailed: boolean };

/**
 * Brings the cards of one leased ticket up to date, its deadline first. Safe to repeat at any point.
 * @param state the ticket at its newest version, when the caller has it.
 * @param found is given the context of its cards as soon as it was read.
 */
export async function reconcileCards(
  due: DueTicket,
  deps: ReconcileDeps,
  state?: Ticket,
  found: (context: RenderContext) => void = () => {},
): Promise<ReconcileResult> {
  const { ticket: id } = due;
  let ticket = state ?? null;
  if (due.deadlineHasCome) {
    ({ ticket } = await runCommand(deps, id, null, { type: "PassTime", at: deps.clock.now() }));
  }
  ticket ??= await deps.store.read(id);
  if (ticket === null) return { cardsVersion: 0 };
  const known = await read(ticket, deps);
  const context = await renderContextOf(ticket, deps, known);
  found(context);
  await deps.album.prepare(ticket, context.thread);
  await deps.rollCall?.prepare(ticket);
  const results = await sendAll({ ticket, ...known, tries: due.tries }, context, deps);
  const waiting = results.filter(({ wait }) => wait !== null);
  if (waiting.length === 0) return { cardsVersion: ticket.version };
  const wait = Math.min(...waiting.map((each) => each.wait ?? 0));
  return { retryAt: deps.clock.now() + wait, hasFailed: waiting.some(({ hasFailed }) => hasFailed) };
}

interface Work {
  readonly ticket: Ticket;
  readonly posted: ReadonlyMap<string, PostedCard>;
  readonly contacts: Contacts;
  readonly tries: number;
}

/**
 * Some cards say whether another one has arrived: a request in the helpdesk channel, a desk at its helper, a summary at
 * its manager. When that turns out to be otherwise, the cards are compared once more.
 */
async function sendAll(work: Work, context: RenderContext, deps: ReconcileDeps): Promise<Result[]> {
  const { ticket, posted } = work;
  const view = viewOf(ticket, context);
  const sent = await sendSlots(await slotsOf(view, posted, deps), view, work, {
    ...deps,
    contacts: work.contacts,
  });
  const results = [...sent, ...untilAskAgain(view), ...untilDutyChanges(view)];
  if (!results.some(({ changesFacts }) => changesFacts)) return results;
  const present = { ...work, ...(await read(ticket, deps)) };
  const later = viewOf(ticket, await renderContextOf(ticket, deps, present));
  const again = (await slotsOf(later, present.posted, deps)).filter(
    ({ target }) => target.kind !== "manager-of",
  );
  return [...results, ...(await sendSlots(again, later, present, { ...deps, contacts: present.contacts }))];
}

/** Cards tell until when a helper cannot ask; at its end they are compared once more. */
const untilAskAgain = ({ askFrom = null, at }: TicketView): Result[] =>
  askFrom === null ? [] : [{ ...NOTHING_TO_DO, wait: Math.max(1, askFrom - at) }];

/** A request that waits says when the helpdesk is back. */
function untilDutyChanges({ ticket, policy, at }: TicketView): Result[] {
  const next = ticket.status === "open" ? nextDutyChange(at, policy.duty) : null;
  return next === null ? [] : [{ ...NOTHING_TO_DO, wait: Math.max(1, next - at) }];
}

const isForHelpdesk = ({ target }: CardSlot): boolean => target.kind === "helpdesk";

async function read(ticket: Ticket, deps: ReconcileDeps): Promise<Pick<Work, "posted" | "contacts">> {
  const [cards, contacts] = await Promise.all([
    deps.deliveryStore.posted(ticket.id),
    contactsOf(ticket, deps),
  ]);
  return { posted: new Map(cards.map((each) => [each.key, each])), contacts };
}

async function slotsOf(view: TicketView, posted: Work["posted"], deps: ReconcileDeps): Promise<CardSlot[]> {
  const mention = await toMention(view, deps);
  return [...plan(view), ...nudges(view, posted.keys(), mention), ...undelivered(view, posted.keys())];
}

/** Who is mentioned in the helpdesk channel: Teams refuses mentions of people who do not belong to it. */
async function toMention(
  view: TicketView,
  { addresses, helpdesk, roster }: ReconcileDeps,
): Promise<Person | null> {
  const person = whoCanReach(view);
  const channel = person && (await addresses.channel(helpdesk));
  return channel && (await roster.has(channel, person.id)) ? person : null;
}

interface Result {
  /** Milliseconds until another try; null when there is nothing left to do. */
  readonly wait: number | null;
  readonly hasFailed: boolean;
  /** The chat refuses messages at present, so its other cards are not tried. */
  readonly isClosed: boolean;
  /** Other cards say something else after this. */
  readonly changesFacts: boolean;
}

/** Chats are independent of one another; inside one chat cards go in order, because Teams refuses concurrent writes. */
async function sendSlots(
  slots: readonly CardSlot[],
  view: TicketView,
  work: Work,
  deps: ReconcileDeps,
): Promise<Result[]> {
  const byChat = Map.groupBy(slots, ({ target }) => JSON.stringify(target));
  const results = await Promise.all(
    [...byChat.values()].map(async (inOneChat) => {
      const sent: Result[] = [];
      for (const slot of inOneChat) {
        const result = await sendOne(slot, view, work, deps);
        sent.push(result);
        if (result.isClosed) break;
      }
      return sent;
    }),
  );
  return results.flat();
}

const NOTHING_TO_DO: Result = { wait: null, hasFailed: false, isClosed: false, changesFacts: false };

async function sendOne(slot: CardSlot, view: TicketView, work: Work, deps: ReconcileDeps): Promise<Result> {
  const { ticket, tries } = work;
  const { id, closedAt } = ticket;
  const now = deps.clock.now();
  const began = performance.now();
  const known = work.posted.get(slot.key) ?? null;
  // The desk of an earlier claim is far up in the chat, so the present claim gets a new message.
  const { claim } = ticket;
  const isEarlierDesk =
    slot.key === `desk:${claim?.helper.id}` && (known?.postedAt ?? now) < (claim?.since ?? 0);
  const posted = known !== null && isEarlierDesk ? { ...known, repostRequested: true } : known;
  if (posted === null && closedAt !== null && now - closedAt > NO_NEW_CARDS_AFTER) return NOTHING_TO_DO;
  if (slot.isOver === true && posted?.activityId == null) return NOTHING_TO_DO;
  try {
    // Whoever asked for a card to be brought looks at the chat.
    const wanted = known?.repostRequested === true ? { ...slot, alert: false } : slot;
    const sent = await sendCard(id, wanted, posted, deps);
    const ms = Math.round(performance.now() - began);
    if (sent.did !== "unchanged") deps.log.info(`surface.${sent.did}`, { ticket: id, surface: slot.key, ms });
    const changesFacts = await recordReach(slot, sent, view, deps);
    const isClosed = sent.did === "unreachable";
    const isGivenUp = isClosed && now - ticket.lastAt > GIVE_UP_AFTER;
    return { wait: isGivenUp ? null : sent.wait, hasFailed: false, isClosed, changesFacts };
  } catch (fault) {
    const kind = fault instanceof MessageFault ? fault.kind : undefined;
    const about = { ticket: id, surface: slot.key, error: faultName(fault), kind };
    deps.log.warn("surface.failed", about);
    const isRefused = isFault(fault, "rejected");
    const changesFacts = isRefused && (await recordRefusal(slot, posted, view, deps));
    if (isRefused && tries >= MOST_REFUSALS) {
      deps.log.error("surface.given-up", about);
      return { ...NOTHING_TO_DO, changesFacts };
    }
    const retryAfter = fault instanceof MessageFault ? fault.retryAfter : undefined;
    const wait = retryAfter ?? BACK_OFF[tries] ?? (isRefused ? REFUSED_RETRY : BACK_OFF[5]);
    return { wait, hasFailed: retryAfter === undefined, isClosed: retryAfter !== undefined, changesFacts };
  }
}

/** Records whether the target can be reached. @returns true when that changes the content of other cards. */
async function recordReach(
  slot: CardSlot,
  sent: Sent,
  view: TicketView,
  deps: ReconcileDeps,
): Promise<boolean> {
  const { target, key } = slot;
  const isReached = sent.did !== "unreachable";
  if (target.kind === "helpdesk") {
    if (sent.did !== "unchanged") deps.helpdeskReached(isReached);
    return isReached !== view.isInReach && view.ticket.status === "open";
  }
  if (target.kind === "person") return !isReached && view.absenceOf(target.person) === null;
  if (target.kind !== "manager-of") return false;
  const gap = isReached ? (sent.elsewhere ? "went-to-channel" : null) : "waits";
  if (gap === view.summaryGap(Number(key.split(":")[1]))) return false;
  await deps.deliveryStore.recordSummaryGap(view.ticket.id, key, gap);
  return true;
}

/** The sharer's card says when the channel has not received the request, for whatever reason. */
async function recordRefusal(
  slot: CardSlot,
  posted: PostedCard | null,
  view: TicketView,
  deps: ReconcileDeps,
): Promise<boolean> {
  if (!isForHelpdesk(slot) || posted !== null) return false;
  deps.helpdeskReached(false);
  await deps.addresses.suspectChannel(deps.helpdesk);
  await deps.deliveryStore.waitFor(view.ticket.id, deps.helpdesk);
  return view.isInReach;
}
