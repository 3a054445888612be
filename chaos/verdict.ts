import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../src/config/config.ts";
import { askFromOf } from "../src/domain/ask-pressure.ts";
import { ticketId } from "../src/domain/ticket/ids.ts";
import { systemClock } from "../src/ports/clock.ts";
import type { IntegrityFault } from "../src/ports/evidence.ts";
import type { Store } from "../src/store/open-store.ts";
import type { Chats, Shown } from "../test/support/chats.ts";
import { buttonsOf, textOf } from "../test/support/reading-cards.ts";
import type { Bots, LogLine } from "./bots.ts";
import { allTickets, contradictions, lateness, lostActions } from "./check.ts";
import { checkCards, type Excuses } from "./check-cards.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import type { MessageHistory } from "./message-history.ts";
import type { Answered } from "./person.ts";

export interface ChaosReport {
  readonly wrong: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: Coverage;
  /** Everything that the bots logged. */
  readonly log: readonly LogLine[];
}

/** Store and chats after a run, and what is needed to check them. */
export interface FinalState {
  readonly store: Store;
  readonly chats: Chats;
  readonly config: Config;
  readonly excuses: Excuses;
}

/** Where the store keeps the helpdesk's line about its queue, beside the cards of tickets. */
const BOARD = ticketId("Queue");
const LONGEST_REST = 120_000;

/** Until no session is live and every card is up to date, twice in a row. @returns milliseconds; null when never. */
export async function untilSettled(state: FinalState): Promise<number | null> {
  const begun = Date.now();
  for (let calm = 0; Date.now() < begun + LONGEST_REST; await wait(500)) {
    calm = (await isAtRest(state).catch(() => false)) ? calm + 1 : 0;
    if (calm === 2) return Date.now() - begun;
  }
  return null;
}

async function isAtRest(state: FinalState): Promise<boolean> {
  for (const ticket of (await allTickets(state.store)).values()) {
    if (ticket === null) return false;
    if (ticket.session !== null || (ticket.claim !== null && ticket.claim.leaseUntil !== null)) return false;
    // Its end changes the cards once more.
    const waits = await askFromOf(ticket, {
      store: state.store,
      policy: state.config.policy,
      clock: systemClock,
    });
    if (waits !== null || (await checkCards(ticket, state)).wrong.length > 0) return false;
  }
  return true;
}

/** Checks everything once. */
export async function judge(
  state: FinalState,
  { answers, history, bots }: { answers: readonly Answered[]; history: MessageHistory; bots: Bots },
): Promise<ChaosReport> {
  const { store, chats } = state;
  const tickets = await allTickets(store);
  const wrong = [...(await lostActions(answers, store, tickets)), ...history.twoAnswers()];
  const broken = new Set<string>();
  await store.evidence.verify({}, (fault) => {
    if ("ticket" in fault) broken.add(fault.ticket);
    wrong.push(brokenSentence(fault));
  });
  const kept = new Set<string>();
  for (const { activityId } of await store.posted(BOARD)) if (activityId !== null) kept.add(activityId);
  const undecided = new Set<string>();
  const late: number[] = [];
  let excused = 0;
  const trails = [];
  for (const [id, ticket] of tickets) {
    for (const { activityId } of await store.posted(id)) {
      if (activityId !== null) kept.add(activityId);
      // A short message whose post had an unknown outcome and which is obsolete by now: it is not sent again.
      else undecided.add(id);
    }
    if (ticket === null) {
      if (!broken.has(id)) wrong.push(`unreadable: ${id}`);
      continue;
    }
    const trail = await store.trail(id);
    trails.push(trail);
    wrong.push(...contradictions(ticket, trail, Date.now()));
    late.push(...lateness(trail));
    const cards = await checkCards(ticket, state);
    wrong.push(...cards.wrong);
    excused += cards.excused;
  }
  const postedAgain = bots.log.filter(({ name }) => name === "surface.posted-again");
  const duplicates = duplicatesIn(chats, kept, history).filter(
    ({ id }) => !state.excuses.refusedUpdates.has(id),
  );
  wrong.push(...unaccounted(duplicates, postedAgain, undecided), ...renderFaults(bots));
  const coverage = coverageOf(trails, bots.log);
  return {
    wrong,
    coverage,
    log: bots.log,
    counts: {
      tickets: tickets.size,
      sessions: sum(coverage.ends),
      "sessions with a yes": coverage.levels.view ?? 0,
      excused,
      actions: answers.length,
      "actions done": answers.filter(({ isDone }) => isDone).length,
      "posted again": postedAgain.length,
      superseded: bots.log.filter(({ name }) => name === "surface.overtaken").length,
      duplicates: duplicates.length,
      "latest deadline, ms": Math.max(0, ...late),
    },
  };
}

function brokenSentence(fault: IntegrityFault): string {
  const { in: part, ticket = "", ...how }: { readonly in: string; readonly ticket?: string } = fault;
  return `broken ${part} ${ticket}: ${Object.values(how).join(" ")}`;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Cards that are neither kept nor an answer, and that were not replaced by a notice without buttons. */
const duplicatesIn = (chats: Chats, kept: ReadonlySet<string>, history: MessageHistory): Shown[] =>
  chats
    .conversations()
    .flatMap((conversation) => chats.in(conversation))
    .filter((message) => message.card !== null && !kept.has(message.id) && !history.isReply(message))
    .filter(({ card }) => !textOf(card).includes("This card has been replaced"));

/** Duplicates of requests for which nothing was logged as posted again, and none of whose messages is undecided. */
function unaccounted(
  duplicates: readonly Shown[],
  postedAgain: readonly LogLine[],
  undecided: ReadonlySet<string>,
): string[] {
  const accounted = new Set([...undecided, ...postedAgain.map(({ ticket }) => String(ticket))]);
  return duplicates.flatMap(({ conversation, id, card }) => {
    const named = buttonsOf(card).find(({ data }) => "ticket" in data)?.data.ticket;
    const ticket = named ?? /BK-\d+/.exec(textOf(card))?.[0];
    // A card that names no request may be of any of them.
    if (ticket === undefined ? accounted.size > 0 : accounted.has(String(ticket))) return [];
    return [`posted twice: ${conversation} ${id} ${textOf(card).slice(0, 70).replaceAll("\n", " ")}`];
  });
}

/** Errors in the log are printed, each kind once; only a card that could not be rendered is a fault. */
function renderFaults({ log }: Bots): string[] {
  const errors = new Map<string, number>();
  for (const { name, level, error, card } of log) {
    if (level !== "error" && error !== "CardFault") continue;
    const what = [name, error, card].filter(Boolean).join(" ");
    errors.set(what, (errors.get(what) ?? 0) + 1);
  }
  for (const [what, times] of errors) console.log(`logged as error: ${what} × ${times}`);
  return [...errors.keys()]
    .filter((what) => what.includes("CardFault"))
    .map((what) => `not rendered: ${what}`);
}
