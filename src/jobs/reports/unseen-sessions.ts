import { localTime } from "../../cards/text/time-zone.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { DAY } from "../../ports/report-policy.ts";
import type { ReportQueries, ReportSession } from "../../ports/report-queries.ts";
import { type AuditDeps, tellAudit } from "./tell-audit.ts";

/** Sessions without a Remote Help record, by the day on which they ended, once that day has been over for a day: rows come late. */
function unseenByDay(
  unseen: readonly ReportSession[],
  now: number,
  timeZone: string,
): ReadonlyMap<string, readonly ReportSession[]> {
  const dayOf = (at: number) => localTime(at, timeZone).day;
  const over = unseen.filter(({ endedAt }) => endedAt !== null && dayOf(endedAt) < dayOf(now - DAY));
  return Map.groupBy(over, ({ endedAt }) => dayOf(endedAt ?? now));
}

/** One line a day and no alarm: most of them have a good reason. */
export async function tellUnseen(
  unseen: readonly ReportSession[],
  deps: AuditDeps & { readonly queries: Pick<ReportQueries, "namesOf"> },
): Promise<void> {
  const { clock, reader } = deps;
  const { say, locale } = wordsFor(reader);
  const title = say("reconcile.unseen.title");
  for (const [day, sessions] of unseenByDay(unseen, clock.now(), reader.timeZone)) {
    const helpers = [...new Set(sessions.map(({ helper }) => helper))];
    await tellAudit(
      {
        report: { report: "reconcile", recipient: "unseen", period: day },
        title,
        advice: say("reconcile.unseen.advice"),
        anomaly: {
          seen: say("reconcile.unseen.seen", { count: sessions.length, day: inWords(day, locale) }),
          people: helpers.map((person) => ({ role: "helper", person })),
          evidence: sessions.map(({ ticket, askedAt, startedAt }) => ({
            ticket,
            at: startedAt ?? askedAt,
            what: say("reconcile.unseen.evidence"),
          })),
        },
        names: () => deps.queries.namesOf(helpers),
        summary: title,
        alert: false,
        log: { name: "reconcile", fields: { kind: "unseen", sessions: sessions.length } },
      },
      deps,
    );
  }
}

/** `24 Nov 2026` for `2026-11-24`. */
const inWords = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
