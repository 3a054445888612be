import type { Device } from "../src/domain/ticket/device.ts";
import type { EventPayload, TicketEvent } from "../src/domain/ticket/events.ts";
import { deviceId, personId, type TicketId, ticketId } from "../src/domain/ticket/ids.ts";
import { type Person, person, personal } from "../src/domain/ticket/person.ts";

export const MINUTE = 60_000;
/** A ticket a minute from here on. */
export const FIRST = Date.parse("2020-01-01T08:00:00Z");
/** Requests in these years, independent of the number of people. */
const TICKETS_EACH = 20;
export const HELPERS = 50;
/** Words of which each ticket has some: the first ones often, the last ones hardly ever. */
const WORDS = 5_000;
const WORDS_EACH = 14;
const MOST_OPEN = 500;
const OPEN_IN = 20;
const DENIED_IN = 20;

const idOf = (family: string, n: number) => `${family}-0000-4000-8000-${String(n).padStart(12, "0")}`;
/** The same numbers on each run. */
const noise = (n: number) => (Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;

export const sharers = (tickets: number): number => Math.max(1, Math.floor(tickets / TICKETS_EACH));
export const sharerAt = (n: number): Person =>
  person(personId(idOf("a2000000", n)), `Sharer${n} Family${n % 700}`);
export const helperAt = (n: number): Person =>
  person(personId(idOf("a3000000", n % HELPERS)), `Helper${n % HELPERS} Desk`);

/** As in a language: the tenth word is a tenth as frequent as the first. */
export const wordAt = (chance: number): string => `word${Math.floor(WORDS ** chance)}x`;

const textOf = (n: number, words: number): string =>
  Array.from({ length: words }, (_, i) => wordAt(noise(n * 31 + i * 7_919 + 1))).join(" ");

export interface Story {
  readonly ticket: TicketId;
  readonly events: readonly TicketEvent[];
}

/** One of so many tickets: asked, picked up, viewed, noted, closed. Some asks are refused first; the last are open. */
export function storyAt(n: number, tickets: number): Story {
  const isOpen = tickets - n <= Math.min(MOST_OPEN, tickets / OPEN_IN);
  return { ticket: ticketId(`BK-${1001 + n}`), events: isOpen ? opening(n, tickets) : whole(n, tickets) };
}

function opening(n: number, tickets: number): TicketEvent[] {
  const sharer = sharerAt(n % sharers(tickets));
  const about = (text: string) => personal(sharer.id, text);
  return [
    at(n, 0, sharer, {
      type: "TicketOpened",
      sharer,
      language: "en",
      urgency: "normal",
      device: deviceOf(n, tickets),
      subject: about(`${textOf(n, 4)} unique${Math.floor(n / 20)}`),
      details: about(textOf(n + 5_000_011, WORDS_EACH)),
    }),
  ];
}

const deviceOf = (n: number, tickets: number): Device => {
  const owner = n % sharers(tickets);
  const sharer = sharerAt(owner);
  const name = personal(sharer.id, `LT-${owner}`);
  const model = `ThinkPad T${14 + (owner % 3)}`;
  return { id: deviceId(idOf("d2000000", owner)), name, model, platform: "windows", osVersion: "10.0.26100" };
};

function whole(n: number, tickets: number): TicketEvent[] {
  const sharer = sharerAt(n % sharers(tickets));
  const helper = helperAt(Math.floor(noise(n) * HELPERS));
  const about = (text: string) => personal(sharer.id, text);
  const start = FIRST + n * MINUTE;
  const terms = {
    ask: 1,
    kind: "view",
    level: "view",
    length: 30 * MINUTE,
    phrase: null,
    warnings: [],
  } as const;
  return [
    ...opening(n, tickets),
    at(n, 2, helper, { type: "TicketClaimed", helper, leaseUntil: start + 12 * MINUTE }),
    ...(n % DENIED_IN === 0 ? [denied(n, helper)] : []),
    at(n, 3, helper, {
      type: "ViewAsked",
      session: 1,
      device: deviceOf(n, tickets),
      recheck: { every: MINUTE, grace: MINUTE },
      terms: { ...terms, reason: about(textOf(n + 7, 4)), answerBy: start + 8 * MINUTE },
    }),
    at(n, 4, sharer, {
      type: "ConsentGiven",
      session: 1,
      ask: 1,
      level: "view",
      until: start + 34 * MINUTE,
      wording: "1",
      language: "en",
    }),
    at(n, 6, helper, { type: "NoteAdded", note: about(textOf(n + 9_000_011, WORDS_EACH)) }),
    at(n, 15, sharer, {
      type: "SessionEnded",
      session: 1,
      cause: "ended-by-sharer",
      findings: [],
      endedAt: start + 15 * MINUTE,
    }),
    at(n, 20, helper, { type: "TicketResolved", outcome: "fixed", done: about(textOf(n + 11, 6)) }),
  ];
}

const denied = (n: number, helper: Person): TicketEvent =>
  at(n, 3, helper, {
    type: "EligibilityDenied",
    level: "view",
    findings: [
      { check: "device-compliant", outcome: "unmet", seen: "noncompliant", owner: "sharer" },
      { check: "device-recent", outcome: "unknown", seen: "HTTP 503", owner: "helper" },
    ],
  });

const at = (n: number, minutes: number, by: Person, happening: EventPayload): TicketEvent => ({
  ...happening,
  at: FIRST + (n + minutes) * MINUTE,
  by,
});
