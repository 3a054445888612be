import { draw } from "../cards/catalog.ts";
import type { AddressBook, Reader } from "../ports/address-book.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import { DAY } from "../ports/report-policy.ts";
import type { ReportQueries, SeenSession } from "../ports/report-queries.ts";
import { ReportUnreadable, type SessionReport } from "../ports/session-report.ts";
import { personId, type TicketId } from "../ticket/ids.ts";
import { anomalyCard } from "./anomaly-card.ts";
import { type Match, matchSessions } from "./match-sessions.ts";
import { type SendOnceDeps, sendOnce } from "./send-once.ts";

export interface ReconcileDeps extends SendOnceDeps {
  readonly queries: ReportQueries;
  readonly sessionReport: SessionReport;
  readonly directory: Pick<Directory, "profiles">;
  readonly addresses: Pick<AddressBook, "channel">;
  /** Tells the ticket that the transport itself has reported the end. */
  readonly confirmEnd: (ticket: TicketId, session: number) => Promise<void>;
  readonly reader: Reader;
  readonly auditChannel: string | null;
}

type Bad = Exclude<Match["kind"], "matched">;
const SEEN: Readonly<Record<Bad, { readonly title: string; readonly seen: string }>> = {
  "no-approval": {
    title: "A Remote Help session without approval",
    seen: "Intune reports a session that nobody approved through Beckon.",
  },
  "out-of-window": {
    title: "A Remote Help session at another time",
    seen: "Intune reports a session outside the time that was approved for these two.",
  },
  "longer-than-granted": {
    title: "A Remote Help session longer than approved",
    seen: "Intune reports that the session went on after access had ended in Beckon.",
  },
  "by-someone-else": {
    title: "A Remote Help session by someone else",
    seen: "Another helper than the approved one had a session with this person at that time.",
  },
};
const ADVICE = "Ask the helper first: sign-in names that changed, or clocks that differ, look the same.";

/** How long Intune takes to report a session is not known, so a few days are looked at each time. */
const LOOK_BACK = 3 * DAY;

/** Twice an hour: Beckon's record against Intune's own report. What the report does not say stays unsaid. */
export const reconcileRemoteHelp = (deps: ReconcileDeps) => ({
  name: "reconcile",
  cron: "7,37 * * * *",
  async run(): Promise<void> {
    const { clock, log, queries } = deps;
    const now = clock.now();
    const sessions = await queries.sessions(now - LOOK_BACK - DAY, now + 1);
    try {
      const rows = await deps.sessionReport.sessionsSince(now - LOOK_BACK);
      const names = await signInNames(sessions, deps);
      const { matches, unseen } = matchSessions(rows, sessions, (person) => names.get(person) ?? null);
      for (const match of matches) await settle(match, deps);
      const late = unseen.filter(({ endedAt }) => (endedAt ?? now) < now - DAY).length;
      log.info("reconcile.done", { rows: rows.length, sessions: sessions.length, unseen: late });
    } catch (fault) {
      if (!(fault instanceof ReportUnreadable || fault instanceof DirectoryUnavailable)) throw fault;
      log.warn("reconcile.no_verdict", { error: fault.name, why: fault.message });
    }
  },
});

async function signInNames(sessions: readonly SeenSession[], { directory }: ReconcileDeps) {
  const people = [...new Set(sessions.flatMap(({ sharer, helper }) => [sharer, helper]))];
  const profiles = await directory.profiles(people);
  return new Map(profiles.map(({ id, userPrincipalName }) => [id, userPrincipalName.toLowerCase()]));
}

async function settle(match: Match, deps: ReconcileDeps): Promise<void> {
  const { row, session } = match;
  const isOver = session !== null && session.endedAt !== null && row.endedAt !== null;
  if (match.kind === "matched" || match.kind === "longer-than-granted") {
    if (isOver) await deps.confirmEnd(match.session.ticket, match.session.session);
  }
  if (match.kind !== "matched") await tell(match.kind, match, deps);
}

async function tell(kind: Bad, { row, session }: Match, deps: ReconcileDeps): Promise<void> {
  const { auditChannel, log, reader, clock } = deps;
  const found = { kind, ticket: session?.ticket ?? null };
  const report = { report: "reconcile", recipient: row.id, period: kind };
  if (auditChannel === null) {
    if (await deps.reportLog.claimReport(report, clock.now())) log.warn("reconcile.no_channel", found);
    return;
  }
  const channel = await deps.addresses.channel(auditChannel);
  if (channel === null) return log.warn("reconcile.channel_unknown", found);
  const { title, seen } = SEEN[kind];
  const [helper, sharer] = [personId(row.helper), personId(row.sharer)];
  const ends =
    row.endedAt === null
      ? []
      : [{ ticket: session?.ticket ?? null, at: row.endedAt, what: "end in Intune's report" }];
  const anomaly = {
    seen,
    people: [
      { role: "Helper", person: helper },
      { role: "Person", person: sharer },
    ] as const,
    evidence: [
      { ticket: session?.ticket ?? null, at: row.startedAt, what: "start in Intune's report" },
      ...ends,
    ],
  };
  const names = new Map([helper, sharer].map((name) => [name, name as string]));
  const card = draw(anomalyCard({ title, advice: ADVICE }, anomaly, { names, reader, at: clock.now() }));
  if (await sendOnce(report, channel, { card, summary: title, alert: true }, deps))
    log.warn("reconcile.told", found);
}
