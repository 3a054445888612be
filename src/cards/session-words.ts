import { z } from "zod";
import { toYes } from "../domain/eligibility/judge.ts";
import { trust, viewGrant } from "../domain/ticket/authority.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { SessionAccount } from "../domain/ticket/session-account.ts";
import type { EndedSession, Grant, Session, Ticket } from "../domain/ticket/ticket.ts";
import { type Audience, explain, titleOf } from "./findings.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** Fields of every card about a past session. */
export const accountFields = {
  heading: humanText(200),
  /** How it ended, in one sentence. */
  ending: humanText(400),
  /** `10:31 to 10:49 (18 min)` */
  when: ownText(120),
  /** What Beckon knows about the end, and apart from it what the transport or a person reported. */
  endLines: z.array(z.strictObject({ line: humanText(200) })),
} as const;

export const ownLines = z.array(z.strictObject({ line: ownText() }));

/** The helper's words at the end, where they may be shown. */
export const doneFields = { hasDone: z.boolean(), done: humanText(2_000), outcome: humanText(160) } as const;

/** Whose card it is: sharer and helper are spoken to as “you”. */
export type Side = "sharer" | "helper" | "manager";

/** How moments are written on one card. */
export type Clock = (at: number) => string;

/** How a session ended, and for a lost condition, which one. */
export function ending({ sharer }: Ticket, session: EndedSession, side: Side, words: Words): string {
  const { cause, findings, helper, endedBy } = session;
  const { say, name, firstName } = words;
  if (cause === "eligibility-lost" && !wasSeen(findings)) return say("session.ended-unchecked");
  const how = say(`end-cause.${side}.${cause}`, {
    sharer: firstName(sharer),
    helper: firstName(helper),
    by: name(endedBy ?? helper),
  });
  if (side !== "manager")
    return sentences(say("text.sentence", { text: how }), lostCondition(findings, side, words));
  const lost = lostKinds(findings, words);
  return lost === "" ? say("text.sentence", { text: how }) : say("session.ended-over", { how, lost });
}

/** What is not "", one after the other. */
export const sentences = (...texts: readonly string[]): string => texts.filter(Boolean).join(" ");

const isSeen = ({ outcome }: Finding): boolean => outcome === "unmet";

/** True when a condition was seen to be lost; false when it could not be checked. */
export const wasSeen = (findings: readonly Finding[]): boolean => findings.some(isSeen);

/** `compliant device, helper's scope`: all that a manager learns about an account or device. */
const lostKinds = (findings: readonly Finding[], words: Words): string =>
  titles(toYes({ findings: findings.filter(isSeen) }), words);

const titles = (findings: readonly Finding[], words: Words): string =>
  words.list(findings.map((finding) => titleOf(finding, words)));

/** Which condition was lost, in the words of the one who reads: "" when none was seen to be. */
export function lostCondition(findings: readonly Finding[], reader: Audience, words: Words): string {
  const [first, ...rest] = toYes({ findings: findings.filter(isSeen) });
  if (first === undefined) return "";
  const also = rest.length === 0 ? "" : words.say("session.also-lost", { conditions: titles(rest, words) });
  return sentences(explain(first, reader, words).sentence, also);
}

/** `24 Nov 2026, 10:31 to 10:49 CET (15 min, and 3 min paused)`, because the card is read long after. */
export function whenOf({ from, to, pauses }: SessionAccount, { say, datedSpan, exactly }: Words): string {
  const paused = pauses.reduce((sum, pause) => sum + (pause.to - pause.from), 0);
  const span = datedSpan(from, to);
  const length = exactly(to - from - paused);
  return paused === 0
    ? say("session.when", { span, length })
    : say("session.when-paused", { span, length, paused: exactly(paused) });
}

/** Beside `whenOf` a moment needs its day only when that is another one, whenever the card is built. */
export const clockBeside =
  ({ from }: SessionAccount, { moment }: Words): Clock =>
  (at) =>
    moment(at, from);

/** `Control 10:35 to 10:41 (6 min)`, in the order in which it happened; a pause is no access. */
export const levelLines = ({ spans, pauses }: SessionAccount, clock: Clock, { say, exactly }: Words) =>
  [
    ...spans.map(({ from, to, level }) => ({ from, to, what: say(`level.${level}`) })),
    ...pauses.map(({ from, to }) => ({ from, to, what: say("session.paused") })),
  ]
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, to, what }) =>
      say("session.level", { what, from: clock(from), to: clock(to), length: exactly(to - from) }),
    );

/** Beckon's access and the transport's end are two lines: withdrawing access does not close Remote Help. */
export function endLines(ticket: Ticket, session: EndedSession, side: Side, clock: Clock, words: Words) {
  const confirmed = session.transport["end-confirmed"];
  return [
    words.say("session.access-withdrawn", { time: clock(session.endedAt) }),
    ...peopleSayEnded(ticket, session, side, clock, words),
    confirmed === undefined
      ? words.say("session.end-not-confirmed")
      : words.say("session.end-confirmed", { time: clock(confirmed) }),
  ];
}

/** Until a person or the transport reports the end, the sharer is asked to check Remote Help. */
export const mayStillBeOpen = ({ transport }: Session): boolean =>
  transport["end-confirmed"] === undefined && transport["sharer-says-ended"] === undefined;

export function peopleSayEnded(
  { sharer }: Ticket,
  { helper, transport }: Session,
  side: Side,
  clock: Clock,
  { say, firstName }: Words,
): string[] {
  const { "helper-says-ended": byHelper, "sharer-says-ended": bySharer } = transport;
  const lines: string[] = [];
  const isYou = (who: Side) => side === who;
  if (byHelper !== undefined) {
    const time = clock(byHelper);
    if (isYou("helper")) lines.push(say("session.you-say-ended", { time }));
    else if (isYou("sharer")) lines.push(say("session.your-helper-says-ended", { time }));
    else lines.push(say("session.says-ended", { name: firstName(helper), time }));
  }
  if (bySharer !== undefined) {
    const time = clock(bySharer);
    if (isYou("sharer")) lines.push(say("session.you-say-ended", { time }));
    else lines.push(say("session.says-ended", { name: firstName(sharer), time }));
  }
  return lines;
}

/** `taken back by you`; null while nothing was, and where the session's own end says it. */
export const takenBack = (over: Grant["over"], { say }: Words): string | null =>
  over === null || over.cause === "superseded" || over.cause === "session-ended"
    ? null
    : say(`taken-back.${over.cause}`);

/** Since when the conditions could not be checked, and what follows; "" while they can. */
export function unchecked(session: Session, clock: Clock, { say }: Words): string {
  const view = viewGrant(session);
  const { silence } = session.verification;
  if (view === null || silence === null) return "";
  const { viewOnlyAt, endsAt } = trust(session.verification, view.from);
  const since = clock(silence.since);
  const end = clock(Math.min(endsAt, view.until));
  const hasHigher = session.grants.some(({ level, over }) => level !== "view" && over === null);
  return hasHigher
    ? say("session.unchecked-higher", { since, viewOnly: clock(viewOnlyAt), end })
    : say("session.unchecked", { since, end });
}

/** Teams takes no longer card; the story of the ticket has all of them. */
const FIRST_LINES = 8;
const LAST_LINES = 20;

/** Too many lines become the first and the last ones, with the number of those in between. */
export function asLines(lines: readonly string[], { say }: Words): { line: string }[] {
  const left = lines.length - FIRST_LINES - LAST_LINES;
  const kept =
    left <= 1
      ? lines
      : [
          ...lines.slice(0, FIRST_LINES),
          say("session.lines-between", { count: left }),
          ...lines.slice(-LAST_LINES),
        ];
  return kept.map((line) => ({ line }));
}
