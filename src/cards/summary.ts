import { z } from "zod";
import template from "../../cards/summary.json" with { type: "json" };
import { type SessionAccount, wasLive } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Ticket } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { kindOf } from "./devices.ts";
import {
  accountFields,
  asLines,
  type Clock,
  clockBeside,
  doneFields,
  ending,
  endLines,
  ownLines,
  whenOf,
} from "./session-words.ts";
import type { Target } from "./slot.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";
import { lane } from "./timeline.ts";
import type { SummaryTo, TicketView } from "./view.ts";

/** One session for a manager: who, when, which levels for how long, which answers, and how it ended. */
export const summary = defineCard("summary", template, {
  ticket: ownText(20),
  ...accountFields,
  questions: ownLines,
  ...doneFields,
  sharer: humanText(80),
  helper: humanText(160),
  hasSubject: z.boolean(),
  /** "" where the reader may not see what it was about. */
  subject: humanText(160),
  /** Model and system; a device's name often holds a person's. */
  device: humanText(120),
  hasFeedback: z.boolean(),
  /** `Sam says: fixed, 5 of 5` */
  feedback: humanText(120),
  hasComment: z.boolean(),
  comment: humanText(1_000),
  /** The picture: one lane per level that was approved. */
  lanes: z.array(
    z.strictObject({
      label: ownText(40),
      image: z.string().startsWith("data:image/png;base64,").max(2_000),
      altText: ownText(200),
      length: ownText(20),
    }),
  ),
  /** Both ends of the picture's axis. */
  from: ownText(40),
  to: ownText(40),
});

/** One session for a manager, on its helper's clock: who that manager is, only the delivery finds out. */
export function summaryContent(
  view: TicketView,
  session: EndedSession,
  account: SessionAccount,
  to: SummaryTo,
  words: Words,
): CardContent {
  const { ticket } = view;
  const { say } = words;
  const clock = clockBeside(account, words);
  const title = words.textOrNothing(session.helper.title);
  const [helper, sharer] = [words.name(session.helper), words.name(ticket.sharer)];
  return {
    card: "summary",
    data: {
      ticket: ticket.id,
      heading: say("summary.heading", { helper, sharer }),
      ending: ending(ticket, session, "manager", words),
      sharer,
      helper: title === "" ? helper : `${helper} · ${title}`,
      device: kindOf(session.device, words),
      when: whenOf(account, words),
      questions: asLines(
        questionsOf(ticket, session).map((ask) => questionLine(ask, clock, words)),
        words,
      ),
      endLines: asLines(endLines(ticket, session, "manager", clock, words), words),
      lanes: account.totals.map(({ level, length }) => ({
        label: say(`level.${level}`),
        image: lane(account, level),
        altText: say("summary.lane", {
          level: say(`level.${level}`),
          times: spansOf(account, level, clock, words),
        }),
        length: words.exactly(length),
      })),
      from: clock(account.from),
      to: clock(account.to),
      ...freeText(ticket, session, to, words),
      ...feedbackOn(ticket, session, to, words),
    },
  };
}

export function summaryTarget(to: SummaryTo, ticket: Ticket, session: EndedSession): Target {
  if (to === "helpers-manager") return { kind: "manager-of", person: session.helper.id };
  if (to === "sharers-manager") return { kind: "manager-of", person: ticket.sharer.id };
  return { kind: "channel", conversationId: to.channel };
}

/**
 * A manager does not learn what a person asked for help with. A channel is told the subject, as on the ticket's
 * own card there, and nothing of what was found out.
 */
function freeText(ticket: Ticket, session: EndedSession, to: SummaryTo, words: Words) {
  const { resolution, past } = ticket;
  const isNewest = past.at(-1)?.number === session.number && ticket.session === null;
  const done = isNewest && to === "helpers-manager" ? resolution?.done : undefined;
  return {
    hasSubject: to !== "sharers-manager",
    subject: to === "sharers-manager" ? "" : words.quoted(ticket.subject),
    hasDone: done !== undefined,
    done: done === undefined ? "" : words.quoted(done),
    outcome: isNewest ? outcomeOf(ticket, session, words) : words.say("summary.another-session"),
  };
}

function outcomeOf(
  { resolution, status, reopenings, sharer }: Ticket,
  session: EndedSession,
  { say, name, firstName }: Words,
): string {
  if (resolution !== null) return say(`outcome.${resolution.outcome}`);
  if (status === "withdrawn") return say("status.withdrawn");
  const reopened = reopenings.at(-1);
  if (reopened === undefined || reopened.at < session.endedAt) return say("summary.not-closed");
  return reopened.by.id === sharer.id && reopened.resolution !== null
    ? say("summary.reopened-by-sharer", { sharer: firstName(sharer) })
    : say("summary.reopened-by", { name: name(reopened.by) });
}

/** What was asked in vain before this session is part of its story. */
function questionsOf({ past }: Ticket, session: EndedSession): readonly Ask[] {
  const before = past.filter(({ number }) => number < session.number);
  const inVain = before.slice(before.findLastIndex(wasLive) + 1);
  return [...inVain, session].flatMap(({ asks }) => asks);
}

function questionLine({ kind, level, length, answer, askedAt }: Ask, clock: Clock, words: Words): string {
  const { say, duration } = words;
  const what =
    kind === "extension"
      ? say("summary.asked-more-time", { length: duration(length) })
      : say("summary.asked", { level: say(`level.${level}`), length: duration(length) });
  const time = clock(answer?.at ?? askedAt);
  const outcome = answer === null ? say("summary.open") : say(`answer.${answer.outcome}`);
  return answer?.length != null && answer.length < length
    ? say("summary.question-shorter", { what, outcome, shorter: duration(answer.length), time })
    : say("summary.question", { what, outcome, time });
}

/** The alternative text of a picture has room for six spans. */
const spansOf = ({ spans }: SessionAccount, level: string, clock: Clock, { say }: Words): string =>
  spans
    .filter((span) => span.level === level)
    .slice(0, 6)
    .map((span) => say("time.span", { from: clock(span.from), to: clock(span.to) }))
    .join(", ");

/** What was written besides is for the helper's manager alone. */
function feedbackOn(ticket: Ticket, session: EndedSession, to: SummaryTo, words: Words) {
  const feedback = feedbackLine(ticket, session, words);
  const given = ticket.feedback.find(({ session: about }) => about === session.number);
  const written = to === "helpers-manager" ? given?.comment : null;
  const comment = written == null ? "" : words.quoted(written);
  return { hasFeedback: feedback !== "", feedback, hasComment: comment !== "", comment };
}

/** `Sam says: fixed, 5 of 5`; "" before the answer. */
export function feedbackLine(ticket: Ticket, session: EndedSession, { say, firstName }: Words): string {
  const given = ticket.feedback.find(({ session: about }) => about === session.number);
  if (given === undefined) return "";
  const sharer = firstName(ticket.sharer);
  const answer = given.fixed ? "fixed" : "not-fixed";
  return given.rating === null
    ? say(`feedback.${answer}`, { sharer })
    : say(`feedback.${answer}-rated`, { sharer, rating: given.rating });
}
