import type { EndCause } from "../../ticket/events.ts";
import { LEVELS } from "../../ticket/level.ts";
import type { EndedSession, Session } from "../../ticket/ticket.ts";
import { END_CAUSE, LEVEL } from "../names.ts";
import type { SessionAccount } from "../session-account.ts";
import { duration } from "../words.ts";
import { lostCondition, lostKinds, wasSeen } from "./lost.ts";
import type { Clock } from "./sessions.ts";

/** Whose card it is: the sharer is spoken to as “you”. */
export type Side = "sharer" | "helper" | "manager";

const CARRIER = "Remote Help";

const ENDING_FOR_SHARER: Readonly<Record<EndCause, string>> = {
  "ended-by-sharer": "You stopped it",
  "ended-by-helper": "Your helper ended it",
  "ended-by-lead": "A lead of the helpdesk stopped it",
  expired: "The time that you approved was over",
  refused: "You said not now",
  lapsed: "There was no answer in time, which counts as no",
  cancelled: "Your helper took the question back",
  "eligibility-lost": "A condition for remote help was no longer met",
  "ticket-withdrawn": "The request was withdrawn",
  "ticket-resolved": "Your request was closed",
  handover: "Your request went to another helper",
  "transport-lost": "The connection was lost",
};

export const endingForSharer = (cause: EndCause): string => ENDING_FOR_SHARER[cause];

/** How a session ended, and for a lost condition, which one. */
export function ending({ cause, findings }: EndedSession, side: Side): string {
  if (cause === "eligibility-lost" && !wasSeen(findings)) return `${NOBODY_COULD_CHECK}.`;
  const words = side === "sharer" ? ENDING_FOR_SHARER[cause] : END_CAUSE[cause];
  if (side === "manager") return `${[words, lostKinds(findings)].filter(Boolean).join(": ")}.`;
  return [`${words}.`, lostCondition(findings, side)].filter(Boolean).join(" ");
}

const NOBODY_COULD_CHECK = "For too long it could not be checked whether remote help is still allowed";

/** `10:31 to 10:49 (18 min)` */
export const fromTo = ({ from, to }: { from: number; to: number }, clock: Clock): string =>
  `${clock(from)} to ${clock(to)} (${duration(to - from)})`;

/** `10:31 to 10:49 (15 min, and 3 min paused)` */
export function whenOf(account: SessionAccount, clock: Clock): string {
  const paused = account.pauses.reduce((sum, { from, to }) => sum + (to - from), 0);
  if (paused === 0) return fromTo(account, clock);
  const open = account.to - account.from - paused;
  return `${clock(account.from)} to ${clock(account.to)} (${duration(open)}, and ${duration(paused)} paused)`;
}

/** `Control 10:35 to 10:41 (6 min)`, in the order in which it happened; a pause is no access. */
export const levelLines = ({ spans, pauses }: SessionAccount, clock: Clock): string[] =>
  [
    ...spans.map((span) => ({ ...span, what: LEVEL[span.level] })),
    ...pauses.map((pause) => ({ ...pause, what: "Paused" })),
  ]
    .toSorted((one, other) => one.from - other.from)
    .map((each) => `${each.what} ${fromTo(each, clock)}`);

/** `view only, control` */
export const levelsOf = ({ spans }: SessionAccount): string =>
  LEVELS.filter((level) => spans.some((span) => span.level === level))
    .map((level) => LEVEL[level].toLowerCase())
    .join(", ");

/** Our fact and the transport's are two different lines: taking access back here closes nothing over there. */
export function endLines(session: EndedSession, side: Side, clock: Clock): string[] {
  const { transport } = session;
  const confirmed = transport["end-confirmed"];
  return [
    `Access withdrawn ${clock(session.endedAt)}`,
    ...peopleSayEnded(session, side, clock),
    confirmed === undefined
      ? `End not yet confirmed by ${CARRIER}`
      : `End confirmed by ${CARRIER} ${clock(confirmed)}`,
  ];
}

/** Until somebody has said or confirmed that it is over there, the sharer is told to look for themself. */
export const mayStillBeOpen = ({ transport }: Session): boolean =>
  transport["end-confirmed"] === undefined && transport["sharer-says-ended"] === undefined;

export const CLOSE_IT = `Is ${CARRIER} still open on your screen? Then close it.`;

/** What is known about the way from the yes to the screen, in the order in which it happened. */
export function progressLines(session: Session, side: Side, clock: Clock): string[] {
  const { transport, grants } = session;
  const helper = side === "sharer" ? "your helper" : "the helper";
  const you = side === "sharer" ? "you" : "the sharer";
  const facts: readonly (readonly [number | undefined, string])[] = [
    ...grants.map(({ level, from }) => [from, `${LEVEL[level]} approved by ${you}`] as const),
    [transport["helper-link-shown"], `Link shown to ${helper}`],
    [transport["sharer-link-shown"], `Link shown to ${you}`],
    [transport["helper-says-started"], `${capital(helper)} says it started`],
  ];
  return [
    ...facts
      .flatMap(([at, words]) => (at === undefined ? [] : [{ at, words }]))
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, words }) => `${words} ${clock(at)}`),
    ...peopleSayEnded(session, side, clock),
  ];
}

function peopleSayEnded({ transport }: Session, side: Side, clock: Clock): string[] {
  const [helper, sharer] =
    side === "sharer" ? ["Your helper says", "You say"] : ["Helper says", "Sharer says"];
  const since = (at: number | undefined, words: string) =>
    at === undefined ? [] : [`${words} it ended ${clock(at)}`];
  return [...since(transport["helper-says-ended"], helper), ...since(transport["sharer-says-ended"], sharer)];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
