import { isAbove, LEVELS, type Level } from "./level.ts";
import type { Person } from "./person.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "./ticket.ts";

export const isEnded = (session: Session | EndedSession): session is EndedSession => "endedAt" in session;

/** Every session of the ticket, oldest first. */
export const sessionsOf = ({ past, session }: Ticket): readonly (Session | EndedSession)[] =>
  session === null ? past : [...past, session];

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of time in which this level was the highest one that was approved. */
export interface Span extends Stretch {
  readonly level: Level;
}

/**
 * What was approved in one session and for how long, never what the transport did. Receipts, summaries, diaries and
 * digests all count from this, so that their numbers agree: a pause is no access, and view does not count below control.
 */
export interface SessionAccount {
  /** The first consent. */
  readonly from: number;
  /** The end; in a live session, now. */
  readonly to: number;
  /** In order and without overlaps; the only gaps are pauses. */
  readonly spans: readonly Span[];
  /** Time in which nothing was approved. */
  readonly pauses: readonly Stretch[];
  /** Milliseconds at each level that was approved at all, lowest first. */
  readonly totals: readonly { readonly level: Level; readonly length: number }[];
  /** Every question with its answer, in the order in which they were asked. */
  readonly questions: readonly Ask[];
}

/**
 * @param at now, or `Infinity` for the ends that are agreed in a live session.
 * @returns null for a session without a grant.
 */
export function accountOf(session: Session | EndedSession, at: number): SessionAccount | null {
  const until = isEnded(session) ? session.endedAt : at;
  const grants = session.grants.map((grant) => inSeconds(closed(grant, until)));
  if (grants.length === 0) return null;
  const pauses = session.pauses
    .map(({ from, to }) => inSeconds({ from, to: Math.min(to ?? until, until) }))
    .filter(({ from, to }) => from < to);
  const spans = spansOf(grants, pauses);
  return {
    from: Math.min(...grants.map(({ from }) => from)),
    to: Math.max(...grants.map(({ to }) => to)),
    spans,
    pauses,
    totals: totalsOf(spans),
    questions: session.asks,
  };
}

/** True when something was allowed at any time in this session. */
/**
 * Who helped: the helper of the newest session that was live, else the holder who closed the request, else the last
 * holder. Null before the first pick-up.
 */
export const whoHelped = (ticket: Ticket): Person | null =>
  sessionsOf(ticket).findLast(wasLive)?.helper ??
  ticket.helpers.find(({ id }) => id === ticket.resolution?.by.id) ??
  ticket.helpers.at(-1) ??
  null;

export const wasLive = ({ grants }: Session): boolean => grants.length > 0;

const closed = ({ level, from, until, over }: Grant, at: number): Span => ({
  level,
  from,
  to: Math.max(from, over?.at ?? Math.min(until, at)),
});

/** Rounded before lengths are computed, so that the lengths that people read add up. */
const inSeconds = <Part extends Stretch>(part: Part): Part => ({
  ...part,
  from: seconds(part.from),
  to: seconds(part.to),
});
export const isSameSecond = (one: number, other: number): boolean => seconds(one) === seconds(other);
const seconds = (at: number): number => Math.round(at / 1000) * 1000;

function spansOf(grants: readonly Span[], pauses: readonly Stretch[]): Span[] {
  const moments = [...new Set([...grants, ...pauses].flatMap(({ from, to }) => [from, to]))].sort(
    (one, other) => one - other,
  );
  const spans: Span[] = [];
  for (const [i, to] of moments.entries()) {
    const from = moments[i - 1];
    if (from === undefined) continue;
    const level = pauses.some(covers(from, to)) ? null : topLevel(grants, from, to);
    const last = spans.at(-1);
    if (level === null) continue;
    if (last?.level === level && last.to === from) spans.splice(-1, 1, { ...last, to });
    else spans.push({ level, from, to });
  }
  return spans.length > 0 ? spans : grants.slice(0, 1).map((grant) => ({ ...grant, to: grant.from }));
}

const covers = (from: number, to: number) => (stretch: Stretch) => stretch.from <= from && to <= stretch.to;

function topLevel(grants: readonly Span[], from: number, to: number): Level | null {
  return grants
    .filter(covers(from, to))
    .reduce<Level | null>((top, { level }) => (top === null || isAbove(level, top) ? level : top), null);
}

const totalsOf = (spans: readonly Span[]) =>
  LEVELS.filter((level) => spans.some((span) => span.level === level)).map((level) => ({
    level,
    length: spans.filter((span) => span.level === level).reduce((sum, { from, to }) => sum + (to - from), 0),
  }));
