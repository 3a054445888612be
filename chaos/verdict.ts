import { setTimeout as wait } from "node:timers/promises";
import type { Config } from "../src/config/config.ts";
import type { Store } from "../src/store/open-store.ts";
import type { Chats } from "../test/support/chats.ts";
import { textOf } from "../test/support/reading-cards.ts";
import type { Bots } from "./bots.ts";
import { allTickets, contradictions, lateness, lostPresses } from "./check.ts";
import { checkCards, type Excuses } from "./check-cards.ts";
import type { Answered } from "./person.ts";
import type { Seen } from "./seen.ts";

export interface ChaosReport {
  readonly wrong: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface Aftermath {
  readonly store: Store;
  readonly chats: Chats;
  readonly config: Config;
  readonly excuses: Excuses;
}

const LONGEST_REST = 120_000;

/** Until everything is as it should be, twice in a row. @returns milliseconds; null when it never was. */
export async function untilSettled(aftermath: Aftermath): Promise<number | null> {
  const begun = Date.now();
  for (let calm = 0; Date.now() < begun + LONGEST_REST; await wait(500)) {
    calm = (await isAtRest(aftermath).catch(() => false)) ? calm + 1 : 0;
    if (calm === 2) return Date.now() - begun;
  }
  return null;
}

async function isAtRest(aftermath: Aftermath): Promise<boolean> {
  for (const ticket of await allTickets(aftermath.store)) {
    if (ticket.session !== null || (ticket.claim !== null && ticket.claim.leaseUntil !== null)) return false;
    if ((await checkCards(ticket, aftermath)).wrong.length > 0) return false;
  }
  return true;
}

/** Looks at everything once more. */
export async function judge(
  aftermath: Aftermath,
  { answers, seen, bots }: { answers: readonly Answered[]; seen: Seen; bots: Bots },
): Promise<ChaosReport> {
  const { store } = aftermath;
  const wrong = [...(await lostPresses(answers, store)), ...seen.twoAnswers()];
  const tickets = await allTickets(store, (id) => wrong.push(`broken chain: ${id}`));
  const kept = new Set<string>();
  const late: number[] = [];
  const counts = { sessions: 0, "sessions with a yes": 0, "with administrator control": 0, excused: 0 };
  for (const ticket of tickets) {
    const trail = await store.trail(ticket.id);
    wrong.push(...contradictions(ticket, trail, Date.now()));
    late.push(...lateness(trail));
    const cards = await checkCards(ticket, aftermath);
    wrong.push(...cards.wrong);
    for (const id of cards.kept) kept.add(id);
    counts.excused += cards.excused;
    counts.sessions += ticket.past.length;
    counts["sessions with a yes"] += ticket.past.filter(({ grants }) => grants.length > 0).length;
    counts["with administrator control"] += ticket.past.filter(({ grants }) =>
      grants.some(({ level }) => level === "elevation"),
    ).length;
  }
  const again = bots.log.filter(({ name }) => name === "surface.posted-again").length;
  const strays = straysIn(aftermath.chats, kept, seen);
  if (strays.length > again) {
    const told = strays.join(" | ").replaceAll("\n", " ");
    wrong.push(
      `posted twice: ${strays.length} cards beside the kept ones, ${again} of them accounted for: ${told}`,
    );
  }
  wrong.push(...failures(bots));
  return {
    wrong,
    counts: {
      tickets: tickets.length,
      ...counts,
      presses: answers.length,
      "presses done": answers.filter(({ isDone }) => isDone).length,
      "posted again": again,
      overtaken: bots.log.filter(({ name }) => name === "surface.overtaken").length,
      "cards beside the kept ones": strays.length,
      "latest deadline, ms": Math.max(0, ...late),
    },
  };
}

/** Cards that are neither a ticket's nor an answer. */
const straysIn = (chats: Chats, kept: ReadonlySet<string>, seen: Seen): string[] =>
  chats
    .conversations()
    .flatMap((conversation) => chats.in(conversation))
    .filter((message) => message.card !== null && !kept.has(message.id) && !seen.isReply(message))
    .map(({ conversation, id, card }) => `${conversation} ${id} ${textOf(card).slice(0, 70)}`);

/** What was logged as an error, each kind once; a card that could not be rendered is always a fault. */
function failures({ log }: Bots): string[] {
  const errors = new Map<string, number>();
  for (const { name, level, error, card } of log) {
    const isCard = error === "CardFault";
    if (level !== "error" && !isCard) continue;
    const what = [name, error, card].filter(Boolean).join(" ");
    errors.set(what, (errors.get(what) ?? 0) + 1);
  }
  for (const [what, times] of errors) console.log(`logged as error: ${what} × ${times}`);
  return [...errors.keys()].filter((what) => what.includes("CardFault")).map((what) => `not drawn: ${what}`);
}
