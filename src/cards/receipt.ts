import { z } from "zod";
import template from "../../cards/receipt.json" with { type: "json" };
import { isOver } from "../domain/ticket/authority.ts";
import { accountOf } from "../domain/ticket/session-account.ts";
import type { EndedSession, Feedback, Ticket } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf } from "./devices.ts";
import { messagesIn } from "./message.ts";
import { noticeOn } from "./notice.ts";
import {
  accountFields,
  asLines,
  type Clock,
  clockBeside,
  doneFields,
  ending,
  endLines,
  levelLines,
  mayStillBeOpen,
  ownLines,
  whenOf,
} from "./session-words.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";
import type { SummaryTo, TicketView } from "./view.ts";

/** What the sharer keeps of a session, or of a ticket that was resolved without one, and one question about it. */
export const receipt = defineCard("receipt", template, {
  ...onSurface,
  ...accountFields,
  levels: ownLines,
  ...doneFields,
  /** The session that the question is about; 0 for none. */
  session: z.number().int(),
  hasSession: z.boolean(),
  helper: humanText(160),
  device: humanText(120),
  hasMessages: z.boolean(),
  /** How much the two wrote to each other. */
  messages: ownText(160),
  maySayEnded: z.boolean(),
  asks: z.boolean(),
  /** Who reads the answer. */
  readers: ownText(200),
  thanked: z.boolean(),
  thanks: ownText(),
});

/** What the sharer keeps of a session, with one question about it. */
export function receiptContent(view: TicketView, session: EndedSession, words: Words): CardContent {
  const { ticket } = view;
  const account = accountOf(session, view.at);
  const clock: Clock = account === null ? (at) => words.moment(at, view.at) : clockBeside(account, words);
  const maySayEnded = mayStillBeOpen(session);
  return {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: `receipt:${session.number}`,
      session: session.number,
      heading: words.say("session.is-over", { name: words.name(session.helper) }),
      ending: ending(ticket, session, "sharer", words),
      hasSession: true,
      helper: words.name(session.helper),
      device: deviceOf(session.device, words),
      when: account === null ? "" : whenOf(account, words),
      levels: asLines(account === null ? [] : levelLines(account, clock, words), words),
      endLines: asLines(
        [
          ...endLines(ticket, session, "sharer", clock, words),
          ...(maySayEnded ? [words.say("receipt.close-transport")] : []),
        ],
        words,
      ),
      ...messagesUntil(view, session.endedAt, words),
      maySayEnded,
      ...doneOn(ticket, session.number, words),
      ...questionOn(ticket, session.number, words),
      readers: readersOf(view.summaryTo, account !== null, words),
    },
  };
}

/** Whether there is a receipt without a session: the request was resolved and the screen was never seen. */
export function hasReceiptWithoutSession(ticket: Ticket): boolean {
  if (ticket.past.some(({ grants }) => grants.length > 0) || ticket.session !== null) return false;
  return ticket.status === "resolved" || isAnswered(ticket) || wasResolved(ticket);
}

const wasResolved = ({ reopenings }: Ticket): boolean =>
  reopenings.some(({ resolution }) => resolution !== null);

/** What was refused is the only session that a request without any access can have. */
const sessionAskedAbout = ({ past }: Ticket): number => past.at(-1)?.number ?? 0;

const isAnswered = (ticket: Ticket): boolean =>
  ticket.feedback.some(({ session }) => session === sessionAskedAbout(ticket));

export function receiptWithoutSession(view: TicketView, words: Words): CardContent {
  const { ticket } = view;
  const { resolution } = ticket;
  const { say } = words;
  if (resolution === null && !isAnswered(ticket)) {
    return noticeOn(ticket, say("receipt.reopened"), say("receipt.reopened-text"));
  }
  const session = sessionAskedAbout(ticket);
  return {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: "receipt:0",
      session,
      heading:
        resolution === null
          ? say("receipt.open-again")
          : say("receipt.closed-at", { time: words.moment(resolution.at, view.at) }),
      ending: say("receipt.nothing-shared"),
      helper: words.name(resolution?.by ?? ticket.helpers.at(-1) ?? ticket.sharer),
      hasSession: false,
      device: "",
      when: "",
      levels: [],
      endLines: [],
      ...messagesUntil(view, resolution?.at ?? view.at, words),
      maySayEnded: false,
      ...doneOn(ticket, session, words),
      ...questionOn(ticket, session, words),
      readers: readersOf(view.summaryTo, false, words),
    },
  };
}

/** Until its end, so that a receipt does not change with what is written afterwards. */
const messagesUntil = ({ thread, ticket }: TicketView, to: number, words: Words) =>
  messagesIn(thread, { ticket: ticket.id, from: 0, to }, words);

/** The resolution stands on the newest session's receipt; it is not about those before. */
function doneOn(ticket: Ticket, session: number, { say, writes }: Words) {
  const { resolution } = ticket;
  if (resolution === null || sessionAskedAbout(ticket) !== session) {
    return { hasDone: false, done: "", outcome: "" };
  }
  return {
    hasDone: true,
    done: writes(resolution.by, resolution.done),
    outcome: say(`outcome.${resolution.outcome}`),
  };
}

function questionOn(ticket: Ticket, session: number, words: Words) {
  const given = ticket.feedback.find((each) => each.session === session);
  if (given === undefined) return { asks: true, thanked: false, thanks: "" };
  const goesOn = !given.fixed && !isOver(ticket) ? words.say("receipt.still-open") : "";
  return { asks: false, thanked: true, thanks: [thanksFor(given, words), goesOn].filter(Boolean).join(" ") };
}

function thanksFor({ fixed, rating }: Feedback, { say }: Words): string {
  const answer = fixed ? "fixed" : "not-fixed";
  return rating === null
    ? say(`receipt.thanks-${answer}`)
    : say(`receipt.thanks-${answer}-rated`, { rating });
}

/** Who will read the answer, shown before it is given. @param hasSummary false for a request without any access. */
function readersOf(to: SummaryTo, hasSummary: boolean, { say }: Words): string {
  if (!hasSummary) return say("receipt.readers-helpdesk");
  if (to === "helpers-manager") return say("receipt.readers-helpers-manager");
  return say(to === "sharers-manager" ? "receipt.readers-sharers-manager" : "receipt.readers-channel");
}
