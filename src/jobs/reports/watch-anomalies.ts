import { localTime } from "../../cards/text/time-zone.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import { type Directory, DirectoryUnavailable } from "../../ports/directory.ts";
import { type AnomalyPolicy, DAY, LONGEST_LOOK_BACK } from "../../ports/report-policy.ts";
import type { ProbeQueries, ReportQueries } from "../../ports/report-queries.ts";
import type { Anomaly, Rule } from "./anomaly.ts";
import { RULES } from "./anomaly-rules.ts";
import { type AuditDeps, tellAudit } from "./tell-audit.ts";

export interface AnomalyDeps extends AuditDeps {
  readonly queries: ReportQueries & ProbeQueries;
  readonly directory: Pick<Directory, "profiles">;
  readonly policy: AnomalyPolicy;
}

/** Applies the anomaly rules every quarter of an hour and posts each anomaly in the audit channel once. */
export const watchAnomalies = (deps: AnomalyDeps) => ({
  name: "anomalies",
  cron: "*/15 * * * *",
  async run(dueAt: number): Promise<void> {
    const { queries, policy, clock, reader } = deps;
    const now = clock.now();
    // Includes the time in which no process was alive.
    const since = Math.min(dueAt, now);
    const recent = {
      events: await queries.events(since - LONGEST_LOOK_BACK.events, now + 1),
      sessions: await queries.sessions(since - LONGEST_LOOK_BACK.sessions, now + 1),
      probes: await queries.probes(now - DAY),
      policy,
      localTime: (at: number) => localTime(at, reader.timeZone),
      words: wordsFor(reader),
    };
    for (const rule of RULES.filter(({ id }) => !policy.off.includes(id))) {
      for (const anomaly of rule.find(recent)) await tell(rule, anomaly, deps);
    }
  },
});

async function tell(rule: Rule, anomaly: Anomaly, deps: AnomalyDeps): Promise<void> {
  const people = anomaly.people.map(({ person }) => person);
  const { say } = wordsFor(deps.reader);
  const title = say(`anomaly.${rule.id}.title`);
  await tellAudit(
    {
      report: {
        report: "anomaly",
        recipient: `${rule.id}:${anomaly.subject}`,
        period: localTime(anomaly.at, deps.reader.timeZone).day,
      },
      title,
      advice: say(`anomaly.${rule.id}.advice`),
      anomaly,
      names: () => namesOf(people, deps),
      summary: say("anomaly.fallback", { heading: title }),
      alert: true,
      log: {
        name: "anomaly",
        fields: { rule: rule.id, evidence: anomaly.evidence.length, ticket: anomaly.evidence.at(-1)?.ticket },
      },
    },
    deps,
  );
}

/** Names from the store, else from Graph: people whose attempts were all refused are named on no ticket. */
async function namesOf(
  people: readonly PersonId[],
  { queries, directory }: AnomalyDeps,
): Promise<ReadonlyMap<PersonId, string>> {
  const known = await queries.namesOf(people);
  const others = people.filter((person) => !known.has(person));
  if (others.length === 0) return known;
  const profiles = await directory.profiles(others).catch((fault: unknown) => {
    if (fault instanceof DirectoryUnavailable) return [];
    throw fault;
  });
  return new Map([...known, ...profiles.map(({ id, displayName }) => [id, displayName] as const)]);
}
