import { wordsFor } from "../../cards/text/words.ts";
import { personId, type TicketId } from "../../domain/ticket/ids.ts";
import { type Directory, DirectoryUnavailable } from "../../ports/directory.ts";
import { DAY } from "../../ports/report-policy.ts";
import type { ReportQueries, ReportSession } from "../../ports/report-queries.ts";
import { ReportUnreadable, type SessionReport } from "../../ports/session-report.ts";
import { type Match, matchSessions } from "./match-sessions.ts";
import { type AuditDeps, tellAudit } from "./tell-audit.ts";
import { tellUnseen } from "./unseen-sessions.ts";

export interface ReconcileDeps extends AuditDeps {
  readonly queries: ReportQueries;
  readonly sessionReport: SessionReport;
  readonly directory: Pick<Directory, "profiles" | "entraDevices">;
  /** Records on the ticket that the transport itself has reported the end. */
  readonly confirmEnd: (ticket: TicketId, session: number) => Promise<void>;
}

type Bad = Exclude<Match["kind"], "matched">;

/** How long Intune takes to report a session is not known, so a few days are looked at each time. */
const LOOK_BACK = 3 * DAY;
/** A row may begin so much earlier than the yes, by another clock. */
const CLOCKS = 10 * 60_000;

/** Twice an hour: Beckon's record against Intune's own report. Nothing is concluded from a session that the report does not mention. */
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
      const devices = await deps.directory.entraDevices([...new Set(sessions.map(({ device }) => device))]);
      const { matches, unseen } = matchSessions(rows, sessions, {
        nameOf: (person) => names.get(person) ?? null,
        entraIdOf: (device) => devices.get(device) ?? null,
      });
      for (const match of matches) await settle(match, deps);
      const late = unseen.filter((each) => isLate(each, now));
      await tellUnseen(late, deps);
      log.info("reconcile.done", { rows: rows.length, sessions: sessions.length, unseen: late.length });
    } catch (fault) {
      if (!(fault instanceof ReportUnreadable || fault instanceof DirectoryUnavailable)) throw fault;
      log.warn("reconcile.no-verdict", { error: fault.name, why: fault.message });
    }
  },
});

/** Over for a day, and begun late enough for its row to be among those that were looked at. */
const isLate = ({ startedAt, endedAt }: ReportSession, now: number): boolean =>
  startedAt !== null && startedAt > now - LOOK_BACK + CLOCKS && endedAt !== null && endedAt < now - DAY;

async function signInNames(sessions: readonly ReportSession[], { directory }: ReconcileDeps) {
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
  const { say } = wordsFor(deps.reader);
  const title = say(`reconcile.${kind}.title`);
  const ticket = session?.ticket ?? null;
  const [helper, sharer] = [personId(row.helper), personId(row.sharer)];
  const end = row.endedAt === null ? [] : [{ ticket, at: row.endedAt, what: say("reconcile.evidence.end") }];
  await tellAudit(
    {
      report: { report: "reconcile", recipient: row.id, period: kind },
      title,
      advice: say("reconcile.advice"),
      anomaly: {
        seen: say(`reconcile.${kind}.seen`),
        people: [
          { role: "helper", person: helper },
          { role: "person", person: sharer },
        ],
        evidence: [{ ticket, at: row.startedAt, what: say("reconcile.evidence.start") }, ...end],
      },
      // The report identifies people by sign-in name only.
      names: async () => new Map([helper, sharer].map((name) => [name, name as string])),
      summary: title,
      alert: true,
      log: { name: "reconcile", fields: { kind, ticket } },
    },
    deps,
  );
}
