import { licenceReportData } from "../../cards/licence-report.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { type LicenceGap, withoutLicence } from "../../domain/eligibility/person-checks.ts";
import type { FindingCount } from "../../ports/report-queries.ts";
import type { BotDeps, Command } from "../action.ts";
import { staffActor } from "../perform.ts";

/** For leads only: who lacks the plan, and what refused sessions this week. */
export const licences: Command = {
  name: "licences",
  pattern: /^(?:licen[cs]es|licen[cs]e report|lizenzen|lizenzbericht)[.!?]?$/i,
  async handle({ caller, scope }, _match, deps) {
    const words = wordsFor(caller);
    if (scope.kind !== "personal") return { say: words.say("licences.personal-chat") };
    const { roles } = await staffActor(caller, deps.directory);
    if (!roles.lead) {
      deps.log.info("licences.refused", { caller: caller.id });
      return { say: words.say("licences.leads-only") };
    }
    const [review, findings] = await Promise.all([reviewLicences(deps), reviewFindings(deps)]);
    if (!(await deps.readLog.report(caller, "licence report"))) return { say: words.say("bot.unrecorded") };
    deps.log.info("licences.read", { caller: caller.id, helpers: review.helpers.gaps.length });
    const data = licenceReportData({ ...review, findings, at: deps.clock.now() }, words);
    return { show: { card: "licence-report", data } };
  },
};

const DAY_MS = 24 * 60 * 60 * 1000;
const SHARERS_MS = 30 * DAY_MS;
const FINDINGS_MS = 7 * DAY_MS;
const MOST_FINDINGS = 5;

export interface Side {
  readonly checked: number;
  readonly gaps: readonly LicenceGap[];
}

interface LicenceReview {
  readonly helpers: Side;
  /** People who asked for help in the last 30 days. */
  readonly sharers: Side;
}

type Sources = Pick<BotDeps, "store" | "directory" | "eligibility" | "clock">;

/** Which helpers and which recent sharers lack the plan. @throws {DirectoryUnavailable} a partial list would mislead. */
export async function reviewLicences(sources: Sources): Promise<LicenceReview> {
  const { store, directory, eligibility, clock } = sources;
  const [helpers, sharers] = await Promise.all([
    directory.helpers(),
    store.sharersSince(clock.now() - SHARERS_MS).then((people) => directory.profiles(people)),
  ]);
  const side = (people: typeof helpers): Side => {
    const gaps = [...withoutLicence(people, eligibility)];
    gaps.sort((one, other) => one.person.displayName.localeCompare(other.person.displayName));
    return { checked: people.length, gaps };
  };
  return { helpers: side(helpers), sharers: side(sharers) };
}

/** What refused most asks in the last seven days. */
export const reviewFindings = ({
  store,
  clock,
}: Pick<Sources, "store" | "clock">): Promise<readonly FindingCount[]> =>
  store.topFindings(clock.now() - FINDINGS_MS, MOST_FINDINGS);
