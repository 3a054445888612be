import { isAbove, LEVELS, type Level } from "../ticket/level.ts";
import type { Ask, EndedSession, Grant, Session } from "../ticket/ticket.ts";

/** A stretch of time in which one level was the highest that was approved. */
export interface Span {
  readonly level: Level;
  readonly from: number;
  readonly to: number;
}

/** What Beckon knows of one session, for receipts and summaries: what was approved, never what the transport did. */
export interface SessionAccount {
  /** The first consent. */
  readonly from: number;
  /** The end; in a live session, now. */
  readonly to: number;
  /** In order and without gaps or overlaps; the same level never twice in a row. */
  readonly spans: readonly Span[];
  /** Milliseconds at each level that was approved at all, lowest first. */
  readonly totals: readonly { readonly level: Level; readonly length: number }[];
  /** Every question with its answer, in the order in which they were asked. */
  readonly questions: readonly Ask[];
}

/** @returns null for a session that never had a grant: nobody had access, so there is nothing to account for. */
export function accountOf(session: Session | EndedSession, at: number): SessionAccount | null {
  const until = "endedAt" in session ? session.endedAt : at;
  const grants = session.grants.map((grant) => closed(grant, until));
  const spans = spansOf(grants);
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { from: first.from, to: last.to, spans, totals: totalsOf(spans), questions: session.asks };
}

/** Was anybody ever allowed anything in this session? */
export const wasLive = ({ grants }: Session): boolean => grants.length > 0;

const closed = ({ level, from, until, over }: Grant, at: number): Span => ({
  level,
  from,
  to: Math.max(from, over?.at ?? Math.min(until, at)),
});

function spansOf(grants: readonly Span[]): Span[] {
  const moments = [...new Set(grants.flatMap(({ from, to }) => [from, to]))].sort(
    (one, other) => one - other,
  );
  const spans: Span[] = [];
  for (const [i, to] of moments.entries()) {
    const from = moments[i - 1];
    if (from === undefined) continue;
    const level = topLevel(grants, from, to);
    const last = spans.at(-1);
    if (level === null) continue;
    if (last?.level === level && last.to === from) spans.splice(-1, 1, { ...last, to });
    else spans.push({ level, from, to });
  }
  return spans.length > 0 ? spans : grants.slice(0, 1);
}

function topLevel(grants: readonly Span[], from: number, to: number): Level | null {
  return grants
    .filter((grant) => grant.from <= from && to <= grant.to)
    .reduce<Level | null>((top, { level }) => (top === null || isAbove(level, top) ? level : top), null);
}

const totalsOf = (spans: readonly Span[]) =>
  LEVELS.filter((level) => spans.some((span) => span.level === level)).map((level) => ({
    level,
    length: spans.filter((span) => span.level === level).reduce((sum, { from, to }) => sum + (to - from), 0),
  }));
