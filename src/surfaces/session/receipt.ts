import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { accountOf } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Feedback, Ticket } from "../../domain/ticket/ticket.ts";
import { OUTCOME } from "../names.ts";
import { deviceOf, nameOf, textOf } from "../words.ts";
import { readersOf } from "./feedback.ts";
import {
  CLOSE_IT,
  clockBeside,
  ending,
  endLines,
  levelLines,
  mayStillBeOpen,
  whenOf,
} from "./session-words.ts";
import { asLines, clockOf, noticeOn } from "./sessions.ts";

/** What the sharer keeps of a session, with one question about it. */
export function receiptContent(ticket: Ticket, session: EndedSession, view: TicketView): CardContent {
  const reader = view.readerOf(ticket.sharer.id);
  const account = accountOf(session, view.at);
  const clock = account === null ? clockOf(ticket.sharer, view) : clockBeside(account, reader);
  const key = `receipt:${session.number}`;
  return {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: key,
      session: session.number,
      heading: `Your session with ${nameOf(session.helper)} is over`,
      ending: ending(ticket, session, "sharer"),
      hasSession: true,
      helper: nameOf(session.helper),
      device: deviceOf(session.device),
      when: account === null ? "" : whenOf(account, reader),
      levels: asLines(account === null ? [] : levelLines(account, clock)),
      endLines: asLines([
        ...endLines(ticket, session, "sharer", clock),
        ...(mayStillBeOpen(session) ? [CLOSE_IT] : []),
      ]),
      maySayEnded: mayStillBeOpen(session),
      ...doneOn(ticket, session.number),
      ...questionOn(ticket, session.number),
      readers: readersOf(view.summaryTo, account !== null),
    },
  };
}

/** Whether there is a receipt without a session: the request was resolved and the screen was never seen. */
export function hasReceiptWithoutSession(ticket: Ticket): boolean {
  if (ticket.past.some(({ grants }) => grants.length > 0) || ticket.session !== null) return false;
  const answered = ticket.feedback.some(({ session }) => session === (ticket.past.at(-1)?.number ?? 0));
  return ticket.status === "resolved" || answered || ticket.reopenings.length > 0;
}

export function receiptWithoutSession(ticket: Ticket, view: TicketView): CardContent {
  const about = ticket.past.at(-1)?.number ?? 0;
  const answered = ticket.feedback.some(({ session }) => session === about);
  return withoutSession(ticket, about, answered, view);
}

function withoutSession(ticket: Ticket, session: number, answered: boolean, view: TicketView): CardContent {
  const { resolution } = ticket;
  if (resolution === null && !answered) {
    return noticeOn(ticket, {
      heading: "Open again",
      text: "Your request was opened again after it was closed.",
    });
  }
  const closed = resolution === null ? "" : ` ${clockOf(ticket.sharer, view)(resolution.at)}`;
  return {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: "receipt:0",
      session,
      heading: resolution === null ? "Your request is open again" : `Your request was closed${closed}`,
      ending: "Nobody was allowed to see your screen.",
      helper: nameOf(resolution?.by ?? ticket.helpers.at(-1) ?? ticket.sharer),
      hasSession: false,
      device: "",
      when: "",
      levels: [],
      endLines: [],
      maySayEnded: false,
      ...doneOn(ticket, session),
      ...questionOn(ticket, session),
      readers: readersOf(view.summaryTo, false),
    },
  };
}

/** The resolution stands on the newest session's receipt; it is not about those before. */
function doneOn({ resolution, past }: Ticket, session: number) {
  if (resolution === null || (past.at(-1)?.number ?? 0) !== session) {
    return { hasDone: false, done: "", outcome: "" };
  }
  return { hasDone: true, done: textOf(resolution.done), outcome: OUTCOME[resolution.outcome] };
}

function questionOn({ feedback }: Ticket, session: number) {
  const given = feedback.find((each) => each.session === session);
  if (given === undefined) return { asks: true, thanked: false, thanks: "" };
  return { asks: false, thanked: true, thanks: thanksFor(given) };
}

function thanksFor({ fixed, rating }: Feedback): string {
  const rated = rating === null ? "" : ` and ${rating} of 5`;
  return fixed
    ? `Thank you: you answered “fixed”${rated}.`
    : `Thank you: you answered “not fixed”${rated}. The helpdesk sees it.`;
}
