import { authority } from "../../ticket/authority.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../../ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import type { Scene, Surface } from "../surface.ts";
import { duration, nameOf } from "../words.ts";
import { lostCondition, wasSeen } from "./lost.ts";
import { ending, endLines } from "./session-words.ts";
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
  scene: Scene,
): Surface["drawing"] {
  const clock = clockOf(ticket.sharer, scene);
  const outcome = ask.answer?.outcome ?? "cancelled";
  const words =
    outcome === "allowed" ? afterYes(ticket, session, ask, scene, clock) : NO[outcome](ask, session, clock);
  return noticeOn(ticket, words);
}

type No = (ask: Ask, session: Session | EndedSession, clock: Clock) => Words;

const NO: Readonly<Record<Exclude<NonNullable<Ask["answer"]>["outcome"], "allowed">, No>> = {
  refused: (ask, _, clock) => ({
    heading: "You said not now",
    text: `${asked(ask, clock)} Nothing was approved.`,
  }),
  "wrong-phrase": (ask, _, clock) => ({
    heading: "Refused: that was not the number",
    text: `${asked(ask, clock)} The number that you picked was not the one that your helper was given, so nothing was approved. If somebody called you and you are not sure who it is, hang up and tell the service desk.`,
  }),
  lapsed: (ask, _, clock) => ({
    heading: "No answer, so it is a no",
    text: `${asked(ask, clock)} There was no answer until ${clock(ask.answerBy)}, so nothing was approved.`,
  }),
  cancelled: (ask, session, clock) => ({
    heading: "This question is closed",
    text: `${asked(ask, clock)} ${overtaken(session)} Nothing was approved.`,
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

const overtaken = (session: Session | EndedSession): string =>
  isEnded(session) ? ending(session, "sharer") : "It was taken back before your answer.";

function afterYes(
  ticket: Ticket,
  session: Session | EndedSession,
  ask: Ask,
  scene: Scene,
  clock: Clock,
): Words {
  const yes = `You said yes at ${clock(ask.answer?.at ?? ask.askedAt)}.`;
  const rest = isEnded(session)
    ? `The session ended ${clock(session.endedAt)}.`
    : goesOn(ticket, scene, clock);
  if (ask.kind === "extension") {
    return { heading: `${duration(ask.length)} more approved`, text: `${yes} ${rest}` };
  }
  if (ask.kind === "view" && isEnded(session)) {
    return {
      heading: `Access withdrawn from ${nameOf(session.helper)}`,
      text: `${yes} ${ending(session, "sharer")} ${endLines(session, "sharer", clock).join(" · ")}.`,
    };
  }
  const over = grantOver(session.grants.find((each) => each.ask === ask.ask)?.over ?? null, clock);
  return { heading: `${LEVEL[ask.level]} is over`, text: [yes, over, rest].filter(Boolean).join(" ") };
}

function grantOver(over: Grant["over"], clock: Clock): string {
  if (over === null || over.cause === "session-ended") return "";
  const withdrawn = `Access at this level withdrawn ${clock(over.at)}`;
  if (over.cause === "eligibility-lost" && !wasSeen(over.findings)) return `${withdrawn}: ${UNCHECKED}.`;
  return [`${withdrawn}: ${WHY_OVER[over.cause]}.`, lostCondition(over.findings, "sharer")].join(" ").trim();
}

const UNCHECKED = "it could not be checked whether it was still allowed";

const WHY_OVER: Readonly<Record<Exclude<NonNullable<Grant["over"]>["cause"], "session-ended">, string>> = {
  sharer: "you stopped it",
  helper: "your helper gave it back",
  lead: "a lead of the helpdesk stopped it",
  "eligibility-lost": "a condition for it was no longer met",
  paused: "the session was paused",
  expired: "its time was over",
  superseded: "a higher level took its place",
};

function goesOn(ticket: Ticket, scene: Scene, clock: Clock): string {
  const { level, until } = authority(ticket, scene.at);
  if (level === null || until === null) return "The session is paused.";
  return `${LEVEL[level]} goes on until ${clock(until)}.`;
}
