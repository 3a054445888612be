import type { EndCause } from "../../domain/ticket/events.ts";
import type { SessionAccount } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import { LEVEL } from "../names.ts";
import { datedSpan, moment, nameOf } from "../words.ts";
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
  "clock-in-doubt": "Beckon's clock was wrong, so access ended early rather than too late",
};

export const endingForSharer = (cause: EndCause): string => ENDING_FOR_SHARER[cause];

/** Said to helpers and managers, who know both people by name. */
const ENDING: Readonly<Record<EndCause, (who: Names) => string>> = {
  "ended-by-sharer": ({ sharer }) => `${sharer} stopped it`,
  "ended-by-helper": ({ helper }) => `${helper} ended it`,
  "ended-by-lead": ({ by }) => `${by} stopped it, as a lead`,
  expired: () => "The approved time was over",
  refused: ({ sharer }) => `${sharer} said not now`,
  lapsed: ({ sharer }) => `${sharer} did not answer in time, which counts as no`,
  cancelled: ({ helper }) => `${helper} took the question back`,
  "eligibility-lost": () => "A condition for remote help was no longer met",
  "ticket-withdrawn": () => "The request was withdrawn",
  "ticket-resolved": () => "The request was closed",
  handover: () => "The request went to another helper",
  "clock-in-doubt": () => "Beckon's clock was wrong, so access ended early rather than too late",
};

interface Names {
  readonly sharer: string;
  readonly helper: string;
  /** Whoever ended it. */
  readonly by: string;
}

/** How a session ended, and for a lost condition, which one. */
export function ending({ sharer }: Ticket, session: EndedSession, side: Side): string {
  const { cause, findings, helper, endedBy } = session;
  if (cause === "eligibility-lost" && !wasSeen(findings)) return `${NOBODY_COULD_CHECK}.`;
  const names = {
    sharer: nameOf(sharer),
    helper: side === "helper" ? "You" : nameOf(helper),
    by: endedBy === null ? "Somebody" : nameOf(endedBy),
  };
  const words = side === "sharer" ? ENDING_FOR_SHARER[cause] : ENDING[cause](names);
  if (side === "manager") return `${[words, lostKinds(findings)].filter(Boolean).join(": ")}.`;
  return [`${words}.`, lostCondition(findings, side)].filter(Boolean).join(" ");
}

const NOBODY_COULD_CHECK = "For too long it could not be checked whether remote help is still allowed";

/** `18 min`, `7 min 30 s`: to the second, so that the parts of a session add up to the whole. */
export function exactly(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const said = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`]));
  return said.length === 0 ? "0 s" : said.join(" ");
}

/** `10:31 to 10:49 (18 min)` */
export const fromTo = ({ from, to }: { from: number; to: number }, clock: Clock): string =>
  `${clock(from)} to ${clock(to)} (${exactly(to - from)})`;

/** `24 Nov 2026, 10:31 to 10:49 CET (15 min, and 3 min paused)`: the card is read long after. */
export function whenOf({ from, to, pauses }: SessionAccount, reader: ReaderLocale): string {
  const paused = pauses.reduce((sum, pause) => sum + (pause.to - pause.from), 0);
  const length =
    paused === 0 ? exactly(to - from) : `${exactly(to - from - paused)}, and ${exactly(paused)} paused`;
  return `${datedSpan(from, to, reader)} (${length})`;
}

/** Beside `whenOf` a moment needs its day only when it is of another one, whenever the card is drawn. */
export const clockBeside =
  ({ from }: SessionAccount, reader: ReaderLocale): Clock =>
  (at) =>
    moment(at, from, reader);

/** `Control 10:35 to 10:41 (6 min)`, in the order in which it happened; a pause is no access. */
export const levelLines = ({ spans, pauses }: SessionAccount, clock: Clock): string[] =>
  [
    ...spans.map((span) => ({ ...span, what: LEVEL[span.level] })),
    ...pauses.map((pause) => ({ ...pause, what: "Paused" })),
  ]
    .toSorted((one, other) => one.from - other.from)
    .map((each) => `${each.what} ${fromTo(each, clock)}`);

/** Our fact and the transport's are two different lines: taking access back here closes nothing over there. */
export function endLines(ticket: Ticket, session: EndedSession, side: Side, clock: Clock): string[] {
  const { transport } = session;
  const confirmed = transport["end-confirmed"];
  return [
    `Access withdrawn ${clock(session.endedAt)}`,
    ...peopleSayEnded(ticket, session, side, clock),
    confirmed === undefined
      ? `End not yet confirmed by ${CARRIER}`
      : `End confirmed by ${CARRIER} ${clock(confirmed)}`,
  ];
}

/** Until somebody has said or confirmed that it is over there, the sharer is told to look for themself. */
export const mayStillBeOpen = ({ transport }: Session): boolean =>
  transport["end-confirmed"] === undefined && transport["sharer-says-ended"] === undefined;

export const CLOSE_IT = `Is ${CARRIER} still open on your screen? Then close it.`;

export function peopleSayEnded(
  { sharer: person }: Ticket,
  { helper: other, transport }: Session,
  side: Side,
  clock: Clock,
): string[] {
  const sharer = side === "sharer" ? "You say" : `${nameOf(person)} says`;
  const helper =
    side === "helper" ? "You say" : side === "sharer" ? "Your helper says" : `${nameOf(other)} says`;
  const since = (at: number | undefined, words: string) =>
    at === undefined ? [] : [`${words} it ended ${clock(at)}`];
  return [...since(transport["helper-says-ended"], helper), ...since(transport["sharer-says-ended"], sharer)];
}
