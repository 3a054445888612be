import type { AskTerms, EventPayload, Phrase, TicketEvent } from "../../src/domain/ticket/events.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import type { Finding } from "../../src/domain/ticket/finding.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { type Person, personal } from "../../src/domain/ticket/person.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { hana, hugo, sam, samsLaptop } from "./people.ts";

/** The beginning of every story; events are given in minutes from then. */
export const T0 = Date.parse("2026-11-24T09:30:00Z");
export const MINUTE = 60_000;
export const at = (minutes: number): number => T0 + minutes * MINUTE;

export const TICKET = ticketId("BK-1042");
export const phrase: Phrase = { code: "47" };

/** One thing that happened, by whom (null: the clock) and how many minutes in. */
export const event = (minutes: number, by: Person | null, happening: EventPayload): TicketEvent => ({
  ...happening,
  at: at(minutes),
  by,
});

/** The ticket after these parts of its story. */
export function ticketAfter(...story: readonly (readonly TicketEvent[])[]): Ticket {
  const ticket = replay(TICKET, story.flat());
  if (ticket === null) throw new Error("a story begins with opened()");
  return ticket;
}

const request = {
  subject: personal(sam.id, "VPN keeps dropping"),
  details: personal(sam.id, "Since this morning, every ten minutes."),
  urgency: "normal",
  device: samsLaptop,
} as const;

type Opened = Partial<Omit<Extract<EventPayload, { type: "TicketOpened" }>, "type">>;

export const opened = (change: Opened = {}): TicketEvent[] => [
  event(0, change.sharer ?? sam, {
    type: "TicketOpened",
    sharer: sam,
    language: "en",
    ...request,
    ...change,
  }),
];

export const claimed = (minutes = 2, helper = hana): TicketEvent[] => [
  event(minutes, helper, { type: "TicketClaimed", helper, leaseUntil: at(minutes + 10) }),
];

export const noted = (minutes: number, note: string, by = hana): TicketEvent[] => [
  event(minutes, by, { type: "NoteAdded", note: personal(by.id, note) }),
];

export const handedOver = (minutes: number, to = hugo, from = hana): TicketEvent[] => [
  event(minutes, from, {
    type: "TicketHandedOver",
    from: from.id,
    to,
    note: personal(from.id, "Knows this VPN better than I do."),
    leaseUntil: at(minutes + 10),
  }),
];

export const unmet: readonly Finding[] = [
  { check: "sharer-licensed", outcome: "met", seen: "Remote Help plan", owner: "identity-admin" },
  { check: "device-compliant", outcome: "unmet", seen: "noncompliant", owner: "sharer" },
  { check: "helper-scope", outcome: "unknown", seen: { fact: "status", status: 503 }, owner: "helper" },
];

export const silent: readonly Finding[] = [
  { check: "helper-scope", outcome: "unknown", seen: { fact: "status", status: 503 }, owner: "helper" },
];

export const verified = (minutes: number): TicketEvent[] => [
  event(minutes, null, { type: "SessionVerified", session: 1, level: "view" }),
];

export const unverified = (minutes: number): TicketEvent[] => [
  event(minutes, null, { type: "SessionUnverified", session: 1, findings: silent }),
];

export const denied = (
  minutes: number,
  level: AskTerms["level"] = "view",
  findings = unmet,
): TicketEvent[] => [event(minutes, hana, { type: "EligibilityDenied", level, findings })];

/** Most stories are about something else than the checks of a running session. */
export const SELDOM = { every: 24 * 60 * MINUTE, grace: 24 * 60 * MINUTE } as const;

/** Session 1, ask 1: 30 minutes of view. */
export const viewAsked = (minutes = 3, change: Partial<AskTerms> = {}, session = 1): TicketEvent[] => [
  event(minutes, hana, {
    type: "ViewAsked",
    session,
    device: samsLaptop,
    recheck: SELDOM,
    terms: {
      ask: 1,
      kind: "view",
      level: "view",
      length: 30 * MINUTE,
      phrase,
      warnings: [],
      reason: personal(hana.id, "To see what the VPN client says"),
      answerBy: at(minutes + 5),
      ...change,
    },
  }),
];

/** Session 1, ask 2: 15 minutes of control, unless told otherwise. */
export const escalationAsked = (minutes = 10, change: Partial<AskTerms> = {}, session = 1): TicketEvent[] => [
  event(minutes, hana, {
    type: "EscalationAsked",
    session,
    terms: {
      ask: 2,
      kind: "escalation",
      level: "control",
      length: 15 * MINUTE,
      phrase,
      warnings: [],
      reason: personal(hana.id, "To reset the network adapter"),
      answerBy: at(minutes + 2),
      ...change,
    },
  }),
];

/** Ten more minutes of the level in force. */
export const extensionAsked = (
  minutes: number,
  change: Partial<AskTerms> = {},
  session = 1,
): TicketEvent[] => [
  event(minutes, hana, {
    type: "ExtensionAsked",
    session,
    terms: {
      ask: 2,
      kind: "extension",
      level: "view",
      length: 10 * MINUTE,
      phrase: null,
      warnings: [],
      reason: personal(hana.id, "The update still runs"),
      answerBy: at(minutes + 2),
      ...change,
    },
  }),
];

type Consent = Partial<Omit<Extract<EventPayload, { type: "ConsentGiven" }>, "type">>;

/** Sam says yes: to ask 1, view until half an hour later, unless told otherwise. */
export const allowed = (minutes = 4, change: Consent = {}): TicketEvent[] => [
  event(minutes, sam, {
    type: "ConsentGiven",
    session: 1,
    ask: 1,
    level: "view",
    until: at(minutes + 30),
    wording: "2026-11",
    language: "en",
    ...change,
  }),
];

export const controlAllowed = (minutes = 11): TicketEvent[] =>
  allowed(minutes, { ask: 2, level: "control", until: at(minutes + 15) });

export const reported = (
  minutes: number,
  fact: Extract<EventPayload, { type: "TransportReported" }>["fact"],
  by = hana,
): TicketEvent[] => [event(minutes, by, { type: "TransportReported", session: 1, fact })];

type Ended = Partial<Omit<Extract<EventPayload, { type: "SessionEnded" }>, "type">>;

export const ended = (minutes: number, by: Person | null = sam, change: Ended = {}): TicketEvent[] => [
  event(minutes, by, {
    type: "SessionEnded",
    session: 1,
    cause: "ended-by-sharer",
    findings: [],
    endedAt: at(minutes),
    ...change,
  }),
];

export const refused = (minutes: number, why: "not-now" | "wrong-phrase" = "not-now"): TicketEvent[] => [
  event(minutes, sam, { type: "ConsentRefused", session: 1, ask: 1, why }),
  ...ended(minutes, sam, { cause: why === "not-now" ? "refused" : "wrong-phrase" }),
];

export const resolved = (minutes: number, by = hana): TicketEvent[] => [
  event(minutes, by, {
    type: "TicketResolved",
    outcome: "fixed",
    done: personal(by.id, "Renewed the VPN profile."),
  }),
];

export const withdrawn = (minutes: number, by: Person = sam): TicketEvent[] => [
  event(minutes, by, { type: "TicketWithdrawn" }),
];
