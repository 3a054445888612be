import { z } from "zod";
import template from "../../cards/closing.json" with { type: "json" };
import { OUTCOMES } from "../domain/ticket/events.ts";
import type { SessionAccount } from "../domain/ticket/session-account.ts";
import type { EndedSession, Ticket } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf } from "./devices.ts";
import { noticeOn } from "./notice.ts";
import {
  accountFields,
  asLines,
  clockBeside,
  ending,
  endLines,
  levelLines,
  ownLines,
  sentences,
  whenOf,
} from "./session-words.ts";
import { feedbackLine } from "./summary.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** After a session its helper says how it turned out and what was done. */
export const closing = defineCard("closing", template, {
  ...onSurface,
  ...accountFields,
  levels: ownLines,
  subject: humanText(160),
  device: humanText(120),
  outcomes: z.array(z.strictObject({ title: ownText(80), value: z.enum(OUTCOMES) })),
});

/** The helper fills it in as long as the request is theirs and no other session followed; then it becomes a notice. */
export function closingContent(
  view: TicketView,
  session: EndedSession,
  account: SessionAccount,
  words: Words,
): CardContent {
  const { ticket } = view;
  const { say } = words;
  const clock = clockBeside(account, words);
  const heading = say("session.is-over", { name: words.name(ticket.sharer) });
  const how = ending(ticket, session, "helper", words);
  const lines = endLines(ticket, session, "helper", clock, words);
  // After a reopening and another pick-up the desk has the form: this session is of an earlier claim.
  const isNewest = ticket.session === null && view.lastSession?.number === session.number;
  if (ticket.claim?.helper.id !== session.helper.id || !isNewest) {
    const when = say("text.sentence", { text: whenOf(account, words) });
    const end = say("text.sentence", { text: lines.join(" · ") });
    const feedback = feedbackLine(ticket, session, words);
    const answer = feedback === "" ? "" : say("text.sentence", { text: feedback });
    return noticeOn(ticket, heading, sentences(when, how, end, since(ticket, session, words), answer));
  }
  return {
    card: "closing",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: `closing:${session.number}`,
      heading,
      ending: how,
      subject: words.quoted(ticket.subject),
      device: deviceOf(session.device, words),
      when: whenOf(account, words),
      levels: asLines(levelLines(account, clock, words), words),
      endLines: asLines([...lines, ...gapLines(view, session, words)], words),
      outcomes: OUTCOMES.map((value) => ({ title: say(`outcome.${value}`), value })),
    },
  };
}

/** What became of the request after the session. */
function since(ticket: Ticket, session: EndedSession, words: Words): string {
  const { resolution, claim, status, reopenings, withdrawnBy, sharer } = ticket;
  const { say, name } = words;
  if (resolution !== null) {
    return say("closing.closed-by", {
      name: name(resolution.by),
      outcome: say(`outcome.${resolution.outcome}`),
    });
  }
  if (status === "withdrawn") return say("closing.withdrawn", { name: name(withdrawnBy ?? sharer) });
  if (claim === null) {
    const isReopened = (reopenings.at(-1)?.at ?? 0) >= session.endedAt;
    return sentences(isReopened ? say("closing.reopened") : "", say("closing.waiting"));
  }
  if (claim.helper.id !== session.helper.id) return say("closing.other-helper", { name: name(claim.helper) });
  const isReopened = (reopenings.at(-1)?.at ?? 0) >= session.endedAt;
  return isReopened ? say("closing.reopened") : say("closing.another-session");
}

/** Shown to the helper, who can inform a manager that did not get the summary. */
function gapLines(view: TicketView, session: EndedSession, { say, firstName }: Words): string[] {
  const gap = view.summaryGap(session.number);
  if (gap === null) return [];
  const why =
    view.summaryTo === "sharers-manager"
      ? say("closing.gap-sharers-manager", { sharer: firstName(view.ticket.sharer) })
      : say("closing.gap-your-manager");
  return [gap === "waits" ? why : sentences(why, say("closing.gap-in-channel"))];
}
