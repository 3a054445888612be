import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority } from "../../domain/ticket/authority.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { duration, nameOf } from "../words.ts";
import { lostCondition, wasSeen } from "./lost.ts";
import { ending } from "./session-words.ts";
import { type Clock, clockOf, isEnded, noticeOn } from "./sessions.ts";

interface Words {
  readonly heading: string;
  readonly text: string;
}

/** What became of a question that is closed: said on the card that once asked it, for as long as the chat lives. */
export function settled(
  ticket: Ticket,
  session: Session | EndedSession,
  ask: Ask,
  view: TicketView,
): CardContent {
  const clock = clockOf(ticket.sharer, view);
  const outcome = ask.answer?.outcome ?? "cancelled";
  const words =
    outcome === "allowed"
      ? afterYes(ticket, session, ask, view, clock)
      : NO[outcome](ask, clock, overtaken(ticket, session));
  return noticeOn(ticket, words);
}

type No = (ask: Ask, clock: Clock, overtaken: string) => Words;

const NO: Readonly<Record<Exclude<NonNullable<Ask["answer"]>["outcome"], "allowed">, No>> = {
  refused: (ask, clock) => ({
    heading: "You said not now",
    text: `${asked(ask, clock)} Nothing was approved.`,
  }),
  "wrong-phrase": (ask, clock) => ({
    heading: "Refused: that was not the number",
    text: `${asked(ask, clock)} The number that you picked was not the one that your helper was given, so nothing was approved. If somebody called you and you are not sure who it is, hang up and tell the service desk.`,
  }),
  lapsed: (ask, clock) => ({
    heading: "No answer, so it is a no",
    text: `${asked(ask, clock)} There was no answer until ${clock(ask.answerBy)}, so nothing was approved.`,
  }),
  cancelled: (ask, clock, overtaken) => ({
    heading: "This question is closed",
    text: `${asked(ask, clock)} ${overtaken} Nothing was approved.`,
  }),
};

const asked = ({ by, kind, level, askedAt }: Ask, clock: Clock): string => {
  const what =
    kind === "extension"
      ? "more time"
      : kind === "view"
        ? "a look at your screen"
        : LEVEL[level].toLowerCase();
  return `${nameOf(by)} asked for ${what} at ${clock(askedAt)}.`;
};

const overtaken = (ticket: Ticket, session: Session | EndedSession): string =>
  isEnded(session) ? ending(ticket, session, "sharer") : "It was taken back before your answer.";

function afterYes(
  ticket: Ticket,
  session: Session | EndedSession,
  ask: Ask,
  view: TicketView,
  clock: Clock,
): Words {
  const yes = `You said yes at ${clock(ask.answer?.at ?? ask.askedAt)}.`;
  const rest = isEnded(session)
    ? `Access was withdrawn ${clock(session.endedAt)}.`
    : goesOn(ticket, view, clock);
  if (ask.kind === "extension") {
    return { heading: `${duration(ask.length)} more approved`, text: `${yes} ${rest}` };
  }
  if (ask.kind === "view" && isEnded(session)) {
    const receipt = "What was approved and how it ended is on your receipt.";
    return { heading: "You allowed viewing", text: `${yes} ${rest} ${receipt}` };
  }
  const over = grantOver(session.grants.find((each) => each.ask === ask.ask)?.over ?? null, clock);
  const heading = isEnded(session)
    ? `You allowed ${LEVEL[ask.level].toLowerCase()}`
    : `${LEVEL[ask.level]} is over`;
  return { heading, text: [yes, over, rest].filter(Boolean).join(" ") };
}

function grantOver(over: Grant["over"], clock: Clock): string {
  if (over === null || over.cause === "session-ended") return "";
  if (over.cause === "eligibility-lost" && !wasSeen(over.findings)) return `${UNCHECKED} ${clock(over.at)}.`;
  return [`${WHY_OVER[over.cause]} at ${clock(over.at)}.`, lostCondition(over.findings, "sharer")]
    .filter(Boolean)
    .join(" ");
}

const UNCHECKED = "It was withdrawn, because it could not be checked whether it was still allowed, at";

const WHY_OVER: Readonly<Record<Exclude<NonNullable<Grant["over"]>["cause"], "session-ended">, string>> = {
  sharer: "You took it back",
  helper: "Your helper gave it back",
  lead: "A lead of the helpdesk stopped it",
  "eligibility-lost": "It was withdrawn, because a condition was no longer met,",
  paused: "It was withdrawn with the pause",
  expired: "Its time was over",
  superseded: "A higher level took its place",
};

function goesOn(ticket: Ticket, view: TicketView, clock: Clock): string {
  const { level, until } = authority(ticket, view.at);
  if (level === null || until === null) return "The session is paused.";
  return `${LEVEL[level]} goes on until ${clock(until)}.`;
}
