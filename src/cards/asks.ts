import { isAbove } from "../domain/ticket/level.ts";
import { isEnded } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Grant, Session } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { consentContent } from "./consent.ts";
import { escalationContent } from "./escalation.ts";
import { liveContent } from "./live.ts";
import { noticeOn } from "./notice.ts";
import { noticeWithReport, noticeWithStop } from "./session-notices.ts";
import { type Clock, ending, lostCondition, sentences, wasSeen } from "./session-words.ts";
import type { Words } from "./text/words.ts";
import type { TicketView } from "./view.ts";

/** One card for every question that was ever asked: open, then in force, then what became of it. */
export function askContent(
  view: TicketView,
  session: Session | EndedSession,
  ask: Ask,
  key: string,
  words: Words,
): CardContent {
  const isWrong = ask.answer?.outcome === "wrong-phrase";
  if (isEnded(session)) return reportable(closedContent(view, session, ask, words));
  if (ask.answer === null) {
    const question = ask.kind === "view" ? consentContent : escalationContent;
    return question(view, session, ask, key, words);
  }
  const inForce = session.grants.find((grant) => grant.ask === ask.ask && grant.over === null);
  if (inForce === undefined) {
    const closed = closedContent(view, session, ask, words);
    const isNewest = session.asks.at(-1) === ask && session.grants.some(({ over }) => over === null);
    // The live card is further up in the chat than this one.
    return isNewest && closed.card === "notice"
      ? noticeWithStop(view, key, closed.data.heading, closed.data.text, isWrong)
      : reportable(closed);
  }
  const isTop = session.grants.every((each) => each.over !== null || !isAbove(each.level, inForce.level));
  if (isTop) return liveContent(view, session, ask, key, words);
  // Only the card that was answered last has buttons.
  const until = words.moment(inForce.until, view.at);
  return noticeOn(
    view.ticket,
    words.say("asks.viewing-until", { until }),
    words.say("asks.buttons-on-newer-card"),
  );

  /** A wrong number may have come from somebody else than the helper. */
  function reportable(closed: CardContent): CardContent {
    if (!isWrong || closed.card !== "notice") return closed;
    return noticeWithReport(view, key, closed.data.heading, closed.data.text);
  }
}

/** What became of a question that is closed; its card says so for as long as the chat exists. */
function closedContent(
  view: TicketView,
  session: Session | EndedSession,
  ask: Ask,
  words: Words,
): CardContent {
  const { ticket } = view;
  const { say } = words;
  const clock: Clock = (at) => words.moment(at, view.at);
  const outcome = ask.answer?.outcome ?? "cancelled";
  if (outcome === "allowed") return allowedContent(view, session, ask, clock, words);
  const asked = say(ask.kind === "extension" ? "asks.asked-more-time" : `asks.asked-${ask.level}`, {
    helper: words.name(ask.by),
    time: clock(ask.askedAt),
  });
  const why =
    outcome === "cancelled"
      ? sentences(
          isEnded(session) ? ending(ticket, session, "sharer", words) : say("asks.cancelled-first"),
          say("asks.nothing-approved"),
        )
      : say(`asks.${outcome}-text`, { until: clock(ask.answerBy) });
  const isNewest = ask.ask === ticket.asks && ticket.claim?.helper.id === ask.by.id;
  const wait =
    view.askFrom == null || !isNewest
      ? ""
      : say("asks.not-before", { helper: words.firstName(ask.by), time: clock(view.askFrom) });
  return noticeOn(ticket, say(`asks.${outcome}`), sentences(asked, why, wait));
}

function allowedContent(
  view: TicketView,
  session: Session | EndedSession,
  ask: Ask,
  clock: Clock,
  words: Words,
): CardContent {
  const { ticket } = view;
  const { say } = words;
  const level = say(`level-in-sentence.${ask.level}`);
  const yes = say("asks.said-yes", { time: clock(ask.answer?.at ?? ask.askedAt) });
  const rest = isEnded(session)
    ? say("session.access-was-withdrawn", { time: clock(session.endedAt) })
    : goesOn(view, clock, words);
  if (ask.kind === "extension") {
    const length = words.duration(ask.length);
    return noticeOn(ticket, say("asks.more-approved", { length }), sentences(yes, rest));
  }
  if (ask.kind === "view" && isEnded(session)) {
    return noticeOn(
      ticket,
      say("asks.you-allowed", { level }),
      sentences(yes, rest, say("asks.see-receipt")),
    );
  }
  const { over } = session.grants.find((grant) => grant.ask === ask.ask) ?? { over: null };
  const heading = isEnded(session)
    ? say("asks.you-allowed", { level })
    : say("session.level-over", { level: say(`level.${ask.level}`) });
  return noticeOn(ticket, heading, sentences(yes, grantOver(over, clock, words), rest));
}

function grantOver(over: Grant["over"], clock: Clock, words: Words): string {
  const { say } = words;
  if (over === null || over.cause === "session-ended") return "";
  const { cause, findings } = over;
  const time = clock(over.at);
  if (cause === "eligibility-lost" && !wasSeen(findings)) return say("asks.over-unchecked", { time });
  return sentences(say(`asks.over-${cause}`, { time }), lostCondition(findings, "sharer", words));
}

function goesOn({ authority }: TicketView, clock: Clock, { say }: Words): string {
  const { level, until } = authority;
  if (level === null || until === null) return say("asks.session-paused");
  return say("asks.goes-on", { level: say(`level.${level}`), until: clock(until) });
}
