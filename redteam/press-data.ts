import { randomUUID } from "node:crypto";
import type { Dice } from "../chaos/random.ts";
import { PEOPLE_IDS } from "../playground/company.ts";
import { openAsk } from "../src/domain/ticket/authority.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";

const INPUTS: Readonly<Record<string, (ticket: Ticket) => object>> = {
  "change-request": () => ({ details: "mine now", urgency: "low" }),
  "change-device": () => ({ device: "none" }),
  "hand-over": () => ({ helper: PEOPLE_IDS.lena, note: "", insists: "true" }),
  "add-note": () => ({ note: randomUUID() }),
  "ask-to-view": () => ({ reason: "please", minutes: "30" }),
  "request-control": () => ({ level: "control", reason: "please" }),
  "ask-for-time": () => ({ reason: "please" }),
  "cancel-ask": ({ session }) => ({ ask: openAsk(session)?.ask ?? null }),
  "ask-more-help": () => ({ level: "elevation" }),
  "answer-ask": ({ session, asks }) => {
    const open = openAsk(session);
    return { answer: "allow", ask: open?.ask ?? asks, phrase: open?.phrase?.code ?? null };
  },
  "report-transport": ({ session, past }) => ({
    session: session?.number ?? past.length,
    fact: "helper-says-started",
  }),
  "resolve-ticket": () => ({ outcome: "fixed", done: "nothing" }),
  "give-feedback": ({ past }) => ({
    session: Math.max(1, past.length),
    fixed: "no",
    rating: "1",
    comment: "",
  }),
  "reopen-ticket": () => ({ reason: "" }),
  "open-file": () => ({ entry: 1 }),
};

/** Buttons that name no ticket in this way. */
const OTHER: Readonly<Record<string, (ticket: Ticket) => object>> = {
  "request-help": () => ({}),
  "send-request": () => ({ form: randomUUID(), subject: "x", device: "none", urgency: "low", details: "" }),
  "check-again": ({ sharer }) => ({ person: sharer.id }),
  "show-ticket": ({ id }) => ({ number: Number(id.slice(3)) }),
  "bring-card": ({ id }) => ({ number: Number(id.slice(3)) }),
  "send-message": ({ id }) => ({ number: Number(id.slice(3)), message: "hello" }),
  "page-queue": () => ({ skip: 0 }),
  "page-search": () => ({ question: "vpn", before: 0 }),
  "request-for": ({ sharer }) => ({ person: sharer.id }),
  "open-for": ({ sharer }) => ({ form: randomUUID(), person: sharer.id, subject: "x", device: "none" }),
  "propose-help": ({ sharer }) => ({ form: randomUUID(), person: sharer.id, message: "x", link: "" }),
  "verify-helper": () => ({}),
  "report-incident": () => ({ form: randomUUID(), how: "call", asked: "a code", name: "Hana" }),
  "page-diary": () => ({ towards: "older", askedAt: 9e12, number: 1, session: 1 }),
};

const SURFACES = ["ticket-channel", "ticket-sharer", `desk:${PEOPLE_IDS.hana}`, "consent:1", "live:1", ""];

/** What the rightful card would send, the secret number included: the attacker knows everything. */
export function dataFor(verb: string, ticket: Ticket, dice: Dice): object {
  const other = OTHER[verb];
  if (other !== undefined) return other(ticket);
  const surface = dice.pick(SURFACES);
  return { ticket: ticket.id, version: ticket.version, surface, ...INPUTS[verb]?.(ticket) };
}
