import { draw } from "../cards/catalog.ts";
import type { Log } from "../log.ts";
import type { AddressBook, Reader } from "../ports/address-book.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import { type AnomalyPolicy, LONGEST_LOOK_BACK } from "../ports/report-policy.ts";
import type { ReportQueries } from "../ports/report-queries.ts";
import type { PersonId } from "../ticket/ids.ts";
import type { Anomaly, Rule } from "./anomaly.ts";
import { anomalyCard } from "./anomaly-card.ts";
import { RULES } from "./anomaly-rules.ts";
import { localTime } from "./calendar.ts";
import { type SendOnceDeps, sendOnce } from "./send-once.ts";

export interface AnomalyDeps extends SendOnceDeps {
  readonly queries: ReportQueries;
  readonly addresses: Pick<AddressBook, "channel">;
  readonly directory: Pick<Directory, "profiles">;
  readonly log: Log;
  readonly policy: AnomalyPolicy;
  readonly reader: Reader;
  /** Conversation id; null when there is none: the helpdesk's channel is read by those whom it may be about. */
  readonly auditChannel: string | null;
}

/** Looks at the recent past every quarter of an hour, and tells in the audit channel what is worth a look, once. */
export const watchAnomalies = (deps: AnomalyDeps) => ({
  name: "anomalies",
  cron: "*/15 * * * *",
  async run(dueAt: number): Promise<void> {
    const { queries, policy, clock, reader } = deps;
    const now = clock.now();
    // What happened while no process was alive is looked at too.
    const since = Math.min(dueAt, now);
    const recent = {
      happenings: await queries.happenings(since - LONGEST_LOOK_BACK.events, now + 1),
      sessions: await queries.sessions(since - LONGEST_LOOK_BACK.sessions, now + 1),
      policy,
      localTime: (at: number) => localTime(at, reader.timeZone),
    };
    for (const rule of RULES.filter(({ id }) => !policy.off.includes(id))) {
      for (const anomaly of rule.find(recent)) await tell(rule, anomaly, deps);
    }
  },
});

async function tell(rule: Rule, anomaly: Anomaly, deps: AnomalyDeps): Promise<void> {
  const { reader, log, reportLog, clock } = deps;
  const report = {
    report: "anomaly",
    recipient: `${rule.id}:${anomaly.subject}`,
    period: localTime(anomaly.at, reader.timeZone).day,
  };
  const found = { rule: rule.id, evidence: anomaly.evidence.length, ticket: anomaly.evidence.at(-1)?.ticket };
  if (deps.auditChannel === null) {
    if (await reportLog.claimReport(report, clock.now())) log.warn("anomaly.no_channel", found);
    return;
  }
  const channel = await deps.addresses.channel(deps.auditChannel);
  // Nobody has added Beckon to that channel yet: it is told as soon as somebody has.
  if (channel === null) return log.warn("anomaly.channel_unknown", found);
  const names = await namesOf(
    anomaly.people.map(({ person }) => person),
    deps,
  );
  const card = draw(anomalyCard(rule, anomaly, { names, reader, at: clock.now() }));
  const message = { card, summary: `Worth a look: ${rule.title}`, alert: true };
  if (await sendOnce(report, channel, message, deps)) log.warn("anomaly.told", found);
}

/** As the store knows them, and then as Graph does: whoever only tried something is named on no ticket. */
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
