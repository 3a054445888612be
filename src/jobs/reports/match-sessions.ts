import type { DeviceId, PersonId } from "../../domain/ticket/ids.ts";
import type { ReportSession } from "../../ports/report-queries.ts";
import type { ReportedSession } from "../../ports/session-report.ts";

/** How a row of Intune's report compares with Beckon's sessions. */
export type Match =
  | {
      readonly kind: "matched" | "longer-than-granted";
      readonly row: ReportedSession;
      readonly session: ReportSession;
    }
  /** The same two at that time, on another device than the person consented for. */
  | { readonly kind: "other-device"; readonly row: ReportedSession; readonly session: ReportSession }
  /** Approved for this person's device at that time, and another helper came. */
  | { readonly kind: "by-someone-else"; readonly row: ReportedSession; readonly session: ReportSession }
  /** The two had an approved session, at another time. */
  | { readonly kind: "out-of-window"; readonly row: ReportedSession; readonly session: ReportSession }
  | { readonly kind: "no-approval"; readonly row: ReportedSession; readonly session: null };

interface Reconciled {
  readonly matches: readonly Match[];
  /** Approved, over, and in no row of the report. */
  readonly unseen: readonly ReportSession[];
}

/** Tolerance for clocks that differ and for the time that people take to close a window. */
const SLACK = 5 * 60_000;
const SAME_DAY = 24 * 60 * 60_000;

/** Sign-in names and Entra device ids of Beckon's sessions, in lower case; null when unknown. */
export interface Known {
  /** A person's sign-in name, as the report has it. */
  readonly nameOf: (person: PersonId) => string | null;
  /** Entra's id of a device. */
  readonly entraIdOf: (device: DeviceId) => string | null;
}

export function matchSessions(
  rows: readonly ReportedSession[],
  sessions: readonly ReportSession[],
  known: Known,
): Reconciled {
  const approved = sessions.filter(({ startedAt }) => startedAt !== null);
  const matches = rows.map((row) => matchOf(row, approved, known));
  const seen = new Set(matches.map(({ session }) => session));
  return { matches, unseen: approved.filter((each) => each.endedAt !== null && !seen.has(each)) };
}

function matchOf(
  row: ReportedSession,
  approved: readonly ReportSession[],
  { nameOf, entraIdOf }: Known,
): Match {
  const ofSharer = approved.filter(({ sharer }) => nameOf(sharer) === row.sharer);
  const ofBoth = ofSharer.filter(({ helper }) => nameOf(helper) === row.helper);
  const inWindow = ofBoth.filter((each) => isInWindow(row.startedAt, each));
  const [session] = inWindow;
  const onDevice = inWindow.find(({ device }) => mayBe(row.device, entraIdOf(device)));
  if (onDevice !== undefined) {
    const isLonger = row.endedAt !== null && row.endedAt > endOf(onDevice) + SLACK;
    return { kind: isLonger ? "longer-than-granted" : "matched", row, session: onDevice };
  }
  if (session !== undefined) return { kind: "other-device", row, session };
  const others = ofSharer.find((each) => isInWindow(row.startedAt, each));
  if (others !== undefined) return { kind: "by-someone-else", row, session: others };
  const nearby = ofBoth.find(({ askedAt }) => Math.abs(askedAt - row.startedAt) <= SAME_DAY);
  return nearby === undefined
    ? { kind: "no-approval", row, session: null }
    : { kind: "out-of-window", row, session: nearby };
}

/** An unknown id counts as the same: a finding needs two ids that differ. */
const mayBe = (reported: string | null, consented: string | null): boolean =>
  reported === null || consented === null || reported === consented;

const isInWindow = (at: number, session: ReportSession): boolean =>
  session.startedAt !== null && at >= session.startedAt - SLACK && at <= endOf(session) + SLACK;

/** A session without an end is live, also during a pause, when its spans have ended. */
const endOf = ({ endedAt }: ReportSession): number => endedAt ?? Number.POSITIVE_INFINITY;
