import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import { OUTCOMES } from "../../domain/ticket/events.ts";
import type { SessionAccount } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import { OUTCOME } from "../names.ts";
import { deviceOf, nameOf, textOf } from "../words.ts";
import { feedbackLine } from "./feedback.ts";
import { clockBeside, ending, endLines, levelLines, whenOf } from "./session-words.ts";
import { asLines, noticeOn } from "./sessions.ts";
import { gapLines } from "./summary-gap.ts";

/** After a session its helper is asked how it turned out, as long as that is theirs to say. */
export const closingContent = (
  ticket: Ticket,
  session: EndedSession,
  account: SessionAccount,
  view: TicketView,
): CardContent =>
  isTheirs(ticket, session)
    ? form(ticket, session, account, `closing:${session.number}`, view)
    : noticeOn(ticket, over(ticket, session, account, view));

const isNewest = ({ past, session }: Ticket, { number }: EndedSession): boolean =>
  session === null && past.at(-1)?.number === number;

const isTheirs = (ticket: Ticket, session: EndedSession): boolean =>
  ticket.claim?.helper.id === session.helper.id && isNewest(ticket, session);

function form(
  ticket: Ticket,
  session: EndedSession,
  account: SessionAccount,
  surface: string,
  view: TicketView,
): CardContent {
  const reader = view.readerOf(session.helper.id);
  const clock = clockBeside(account, reader);
  return {
    card: "closing",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface,
      heading: `Your session with ${nameOf(ticket.sharer)} is over`,
      ending: ending(ticket, session, "helper"),
      subject: textOf(ticket.subject),
      device: deviceOf(session.device),
      when: whenOf(account, reader),
      levels: asLines(levelLines(account, clock)),
      endLines: asLines([...endLines(ticket, session, "helper", clock), ...gapLines(ticket, session, view)]),
      outcomes: OUTCOMES.map((value) => ({ title: OUTCOME[value], value })),
    },
  };
}

function over(ticket: Ticket, session: EndedSession, account: SessionAccount, view: TicketView) {
  const reader = view.readerOf(session.helper.id);
  const clock = clockBeside(account, reader);
  const feedback = feedbackLine(ticket, session);
  return {
    heading: `Your session with ${nameOf(ticket.sharer)} is over`,
    text: `${whenOf(account, reader)}. ${ending(ticket, session, "helper")} ${endLines(ticket, session, "helper", clock).join(" · ")}. ${since(ticket, session)}${feedback === "" ? "" : ` ${feedback}.`}`,
  };
}

function since(ticket: Ticket, session: EndedSession): string {
  const { resolution, claim, status, reopenings } = ticket;
  if (resolution !== null) return `Closed by ${nameOf(resolution.by)}: ${OUTCOME[resolution.outcome]}.`;
  if (status === "withdrawn") return "The request was withdrawn.";
  const isReopened = (reopenings.at(-1)?.at ?? 0) >= session.endedAt;
  if (claim === null) return `${isReopened ? "The request was reopened. " : ""}Nobody has it now.`;
  if (claim.helper.id !== session.helper.id) return `${nameOf(claim.helper)} has the request now.`;
  return "Another session followed.";
}
