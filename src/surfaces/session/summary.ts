import type { CardContent } from "../../cards/catalog.ts";
import type { Target } from "../../cards/slot.ts";
import type { SummaryTo, TicketView } from "../../cards/view.ts";
import { type SessionAccount, wasLive } from "../../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import { ANSWER, LEVEL, OUTCOME, STATUS } from "../names.ts";
import { lane } from "../timeline.ts";
import { duration, jobTitleOf, kindOf, nameOf, textOf } from "../words.ts";
import { feedbackOn } from "./feedback.ts";
import { clockBeside, ending, endLines, exactly, whenOf } from "./session-words.ts";
import { asLines, type Clock } from "./sessions.ts";

/** One session for a manager, on its helper's clock: who that manager is, only the delivery finds out. */
export function summaryContent(
  ticket: Ticket,
  session: EndedSession,
  account: SessionAccount,
  view: TicketView,
): CardContent {
  const reader = view.readerOf(session.helper.id);
  const clock = clockBeside(account, reader);
  const title = jobTitleOf(session.helper);
  const helper = nameOf(session.helper);
  return {
    card: "summary",
    data: {
      ticket: ticket.id,
      heading: `${helper} with ${nameOf(ticket.sharer)}`,
      ending: ending(ticket, session, "manager"),
      sharer: nameOf(ticket.sharer),
      helper: title === "" ? helper : `${helper} · ${title}`,
      device: kindOf(session.device),
      when: whenOf(account, reader),
      questions: asLines(questionsOf(ticket, session).map((ask) => questionLine(ask, clock))),
      endLines: asLines(endLines(ticket, session, "manager", clock)),
      lanes: lanesOf(account, clock),
      from: clock(account.from),
      to: clock(account.to),
      ...freeText(ticket, session, view.summaryTo),
      ...feedbackOn(ticket, session, view.summaryTo),
    },
  };
}

export function summaryTarget(to: SummaryTo, ticket: Ticket, session: EndedSession): Target {
  if (to === "helpers-manager") return { kind: "manager-of", person: session.helper.id };
  if (to === "sharers-manager") return { kind: "manager-of", person: ticket.sharer.id };
  return { kind: "channel", conversationId: to.channel };
}

/**
 * What somebody asked for help with is not their manager's business. A channel is told the subject, as on the ticket's
 * own card there, and nothing of what was found out.
 */
function freeText(ticket: Ticket, session: EndedSession, to: SummaryTo) {
  const { resolution, past } = ticket;
  const isNewest = past.at(-1)?.number === session.number && ticket.session === null;
  const done = isNewest && to === "helpers-manager" ? resolution?.done : undefined;
  return {
    hasSubject: to !== "sharers-manager",
    subject: to === "sharers-manager" ? "" : textOf(ticket.subject),
    hasDone: done !== undefined,
    done: done === undefined ? "" : textOf(done),
    outcome: isNewest ? outcomeOf(ticket, session) : "Another session followed",
  };
}

function outcomeOf({ resolution, status, reopenings, sharer }: Ticket, session: EndedSession): string {
  if (resolution !== null) return OUTCOME[resolution.outcome];
  if (status === "withdrawn") return STATUS.withdrawn;
  const reopened = reopenings.at(-1);
  if (reopened === undefined || reopened.at < session.endedAt) return "Not closed yet";
  const says =
    reopened.by.id === sharer.id ? `: ${nameOf(sharer)} says it is not fixed` : ` by ${nameOf(reopened.by)}`;
  return `Reopened${says}`;
}

/** What was asked in vain before this session is part of its story. */
function questionsOf({ past }: Ticket, session: EndedSession): readonly Ask[] {
  const before = past.filter(({ number }) => number < session.number);
  const inVain = before.slice(before.findLastIndex(wasLive) + 1);
  return [...inVain, session].flatMap(({ asks }) => asks);
}

function questionLine({ kind, level, length, answer, askedAt }: Ask, clock: Clock): string {
  const what = kind === "extension" ? `${duration(length)} more` : `${LEVEL[level]}, ${duration(length)}`;
  const outcome = answer === null ? "open" : ANSWER[answer.outcome];
  const less = answer?.length != null && answer.length < length ? ` for ${duration(answer.length)} only` : "";
  return `${what}: ${outcome}${less} (${clock(answer?.at ?? askedAt)})`;
}

const lanesOf = (account: SessionAccount, clock: Clock) =>
  account.totals.map(({ level, length }) => ({
    label: LEVEL[level],
    image: lane(account, level),
    altText: `${LEVEL[level]}: ${spansOf(account, level, clock)}`,
    length: exactly(length),
  }));

const spansOf = ({ spans }: SessionAccount, level: string, clock: Clock): string =>
  spans
    .filter((span) => span.level === level)
    .map((span) => `${clock(span.from)} to ${clock(span.to)}`)
    .slice(0, 6)
    .join(", ");
