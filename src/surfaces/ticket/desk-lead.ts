import { explain } from "../../cards/findings.ts";
import type { TicketView } from "../../cards/view.ts";
import { toYes } from "../../domain/eligibility/to-yes.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import { standingDenial } from "../../domain/ticket/denials.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { ANSWERED_BY, LEVEL, MAY } from "../names.ts";
import { ending, endLines } from "../session/session-words.ts";
import { clockOf } from "../session/sessions.ts";
import { unchecked } from "../session/unchecked.ts";
import { duration, nameOf } from "../words.ts";
import { absence } from "./absence.ts";
import { lastSession, type Stage } from "./stage.ts";

const CLOSED: ReadonlySet<Stage> = new Set(["waiting", "resolved", "withdrawn"]);

/** A few sentences for the holder: what is so, and what comes next. */
export function deskLead(ticket: Ticket, holder: Person, stage: Stage, view: TicketView): string {
  const away = CLOSED.has(stage) ? [] : absence(ticket, view);
  return [...away, present(ticket, holder, stage, view)].filter(Boolean).join(" ");
}

function present(ticket: Ticket, holder: Person, stage: Stage, view: TicketView): string {
  const sharer = nameOf(ticket.sharer);
  switch (stage) {
    case "picked-up":
      return [...lease(ticket, holder, view), ...doubt(ticket, holder, view), ...ready(ticket)].join(" ");
    case "blocked":
      return "The card about it says why, and who can put it right. Ask again there once it is done.";
    case "asked":
      return `${sharer} can answer until ${answerBy(ticket, holder, view)}. No answer is a no.`;
    case "live":
      return live(ticket, holder, view);
    case "paused":
      return [
        `Only ${sharer} can resume. Do nothing on their screen until then.`,
        ...unverified(ticket, holder, view),
      ].join(" ");
    case "declined":
      return declined(ticket, holder, view);
    case "between":
      return over(ticket, holder, view);
    case "waiting":
    case "resolved":
    case "withdrawn":
      return "";
  }
}

function lease({ claim }: Ticket, holder: Person, view: TicketView): string[] {
  if (claim?.leaseUntil == null) return [];
  return [
    `Do something with it by ${clockOf(holder, view)(claim.leaseUntil)}, or it returns to the channel.`,
  ];
}

/** Neither a pickup nor a handover grants anything, so it went through all the same. */
function doubt({ claim }: Ticket, holder: Person, view: TicketView): string[] {
  const [lacking] = toYes({ findings: claim?.lacking ?? [] });
  if (lacking !== undefined) {
    return [
      "A session on this device was not possible for you when you got it:",
      explain(lacking, "helper", view.wordsOf(holder)).sentence,
    ];
  }
  return claim?.unchecked === undefined
    ? []
    : ["Your rights in Intune could not be checked just now; they are before any question goes out."];
}

const ready = ({ device, sharer }: Ticket): string[] =>
  device === null
    ? ["There is no device on this ticket, so help by chat or call."]
    : [`You see nothing before ${nameOf(sharer)} says yes.`];

function answerBy({ session }: Ticket, holder: Person, view: TicketView): string {
  return clockOf(holder, view)(openAsk(session)?.answerBy ?? view.at);
}

function live(ticket: Ticket, holder: Person, view: TicketView): string {
  const { level, until } = authority(ticket, view.at);
  const pending = openAsk(ticket.session);
  const sharer = nameOf(ticket.sharer);
  const end = clockOf(holder, view)(until ?? view.at);
  const may = [`You may ${MAY[level ?? "view"]} until ${end}.`, ...unverified(ticket, holder, view)].join(
    " ",
  );
  if (pending === null) return [may, ...refusedLast(ticket), ...blocked(ticket)].join(" ");
  const what =
    pending.kind === "extension" ? `${duration(pending.length)} more` : LEVEL[pending.level].toLowerCase();
  return `${may} You asked for ${what}: ${sharer} can answer until ${answerBy(ticket, holder, view)}.`;
}

const unverified = ({ session }: Ticket, holder: Person, view: TicketView): readonly string[] =>
  session === null ? [] : unchecked(session, clockOf(holder, view));

function blocked(ticket: Ticket): string[] {
  const denial = standingDenial(ticket);
  return denial === null ? [] : [`${LEVEL[denial.level]} is not possible yet: the card about it says why.`];
}

/** The newest question of a live session, when it was not answered with yes. */
function refusedLast({ session, sharer }: Ticket): string[] {
  const last = session?.asks.at(-1)?.answer;
  return last == null || last.outcome === "allowed" ? [] : [`${ANSWERED_BY[last.outcome](nameOf(sharer))}.`];
}

function declined(ticket: Ticket, holder: Person, view: TicketView): string {
  const answer = lastSession(ticket)?.asks.at(-1)?.answer;
  if (answer == null) return "";
  const sharer = nameOf(ticket.sharer);
  return `${ANSWERED_BY[answer.outcome](sharer)} (${clockOf(holder, view)(answer.at)}). Talk to ${sharer} before you ask again.`;
}

function over(ticket: Ticket, holder: Person, view: TicketView): string {
  const last = lastSession(ticket);
  if (last === null) return "";
  return `${ending(ticket, last, "helper")} ${endLines(ticket, last, "helper", clockOf(holder, view)).join(" · ")}.`;
}
