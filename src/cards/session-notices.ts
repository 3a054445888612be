import { z } from "zod";
import template from "../../cards/session-notice.json" with { type: "json" };
import { isEnded } from "../domain/ticket/session-account.ts";
import type { EndedSession, Grant, Session, Warning } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { noticeOn } from "./notice.ts";
import { lostCondition, sentences, wasSeen } from "./session-words.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, sentBack } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** News of a session that goes on, with what its reader may want to do about it at once. */
export const sessionNotice = defineCard("session-notice", template, {
  ...onSurface,
  heading: humanText(160),
  text: humanText(800),
  canStop: z.boolean(),
  canAskTime: z.boolean(),
  /** After a wrong number: somebody may be posing as the helper. */
  canReport: z.boolean(),
});

/** With *Stop everything*, for the sharer of a session that goes on: no card of it may leave them without. */
export const noticeWithStop = (
  view: TicketView,
  key: string,
  heading: string,
  text: string,
  canReport = false,
): CardContent => ({
  card: "session-notice",
  data: { ...sentBack(view, key), heading, text, canStop: true, canAskTime: false, canReport },
});

/** Without a button that acts on the ticket: its version stays 0, so that later events change no such card. */
export const noticeWithReport = (
  view: TicketView,
  key: string,
  heading: string,
  text: string,
): CardContent => ({
  card: "session-notice",
  data: {
    ...sentBack(view, key),
    version: 0,
    heading,
    text,
    canStop: false,
    canAskTime: false,
    canReport: true,
  },
});

/**
 * The higher grants that ended while the session went on, with their number among all higher ones: what the helper may do
 * changed. Where the session's own end says it, or a higher level took over, no card is needed.
 */
export const fellGrants = (session: Session | EndedSession): readonly (readonly [number, Grant])[] =>
  session.grants
    .filter(({ level }) => level !== "view")
    .map((grant, i) => [i + 1, grant] as const)
    .filter(([, { over }]) => {
      if (over === null || over.cause === "session-ended" || over.cause === "superseded") return false;
      return !(isEnded(session) && session.endedAt === over.at);
    });

export function fellContent(
  view: TicketView,
  session: Session | EndedSession,
  { level, over }: Grant,
  words: Words,
): CardContent {
  const { ticket } = view;
  const { say } = words;
  return noticeOn(
    ticket,
    say("session.level-over", { level: say(`level.${level}`) }),
    sentences(why(), lostCondition(over?.findings ?? [], "helper", words), whatIsLeft(view, session, words)),
  );

  function why(): string {
    if (over === null || over.cause === "session-ended" || over.cause === "superseded") return "";
    const lostUnseen = over.cause === "eligibility-lost" && !wasSeen(over.findings);
    return say(lostUnseen ? "fell.unchecked" : `fell.${over.cause}`, {
      level: say(`level-in-sentence.${level}`),
      sharer: words.name(ticket.sharer),
      time: words.moment(over.at, view.at),
    });
  }
}

function whatIsLeft(view: TicketView, session: Session | EndedSession, words: Words): string {
  const { say, moment } = words;
  if (isEnded(session))
    return say("session.access-was-withdrawn", { time: moment(session.endedAt, view.at) });
  const { level, until } = view.authority;
  if (level === null || until === null) {
    return say("fell.paused-until-resumed", { sharer: words.firstName(view.ticket.sharer) });
  }
  return say("fell.left", { level: say(`level.${level}`), until: moment(until, view.at) });
}

/**
 * Both sides learn before a level ends by itself. Each warning is a card of its own, so that each can alert; later it
 * says that the session ended, or that it goes on.
 */
export function warningContent(
  view: TicketView,
  session: Session | EndedSession,
  nth: number,
  { before }: Warning,
  side: "sharer" | "helper",
  key: string,
  words: Words,
): CardContent {
  const { ticket, at } = view;
  const { say, moment } = words;
  if (isEnded(session)) {
    const time = moment(session.endedAt, at);
    return noticeOn(ticket, say("warning.over"), say("session.access-was-withdrawn", { time }));
  }
  const { level, until } = view.authority;
  if (level === null || until === null) {
    return noticeOn(ticket, say("warning.paused"), say("warning.nothing-approved"));
  }
  const time = moment(until, at);
  const isAboutThisEnd = nth >= session.warnings.length - session.warned.length;
  if (!isAboutThisEnd) {
    const heading = say("warning.goes-on", { level: say(`level.${level}`) });
    return noticeOn(ticket, heading, say("warning.approved-until", { until: time }));
  }
  const isNewest = nth === session.warnings.length - 1;
  const heading = isNewest
    ? say("warning.left", {
        left: words.duration(before),
        level: say(`level-in-sentence.${level}`),
        until: time,
      })
    : say("warning.ends", { level: say(`level.${level}`), until: time });
  const text = say(`warning.afterwards-${side}`);
  if (!isNewest) return noticeOn(ticket, heading, text);
  if (side === "sharer") return noticeWithStop(view, key, heading, text);
  const canAskTime = view.openAsk === null && session.extensions < view.policy.extension.most;
  if (!canAskTime) return noticeOn(ticket, heading, say("warning.ends-by-itself"));
  return {
    card: "session-notice",
    data: { ...sentBack(view, key), heading, text, canStop: false, canAskTime, canReport: false },
  };
}
