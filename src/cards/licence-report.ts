import { z } from "zod";
import template from "../../cards/licence-report.json" with { type: "json" };
import type { LicenceGap } from "../domain/eligibility/person-checks.ts";
import type { FindingCount } from "../ports/report-queries.ts";
import { defineCard } from "./define-card.ts";
import { titleOf } from "./findings.ts";
import { sayFact } from "./text/facts.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText, stateBadge } from "./ticket-parts.ts";

/** More names would not fit into a card; the command lists all of them. */
export const MOST_PEOPLE = 12;

/** For leads only: it names people. */
export const licenceReport = defineCard("licence-report", template, {
  ...stateBadge,
  checked: ownText(80),
  heading: ownText(60),
  groups: z
    .array(
      z.strictObject({
        title: ownText(60),
        sum: ownText(120),
        people: z.array(z.strictObject({ name: humanText(80), about: humanText(200) })).max(MOST_PEOPLE),
        hasRest: z.boolean(),
        rest: ownText(120),
      }),
    )
    .length(2),
  hasFindings: z.boolean(),
  noFindings: z.boolean(),
  findings: z.array(z.strictObject({ title: ownText(60), times: ownText(120) })).max(5),
});

interface Side {
  readonly checked: number;
  readonly gaps: readonly LicenceGap[];
}

interface Review {
  readonly helpers: Side;
  readonly sharers: Side;
  readonly findings: readonly FindingCount[];
  readonly at: number;
}

type Data = z.infer<typeof licenceReport.data>;

/** Who has to get a licence before their sessions can work, and what refused sessions lately. */
export function licenceReportData({ helpers, sharers, findings, at }: Review, words: Words): Data {
  const count = helpers.gaps.length + sharers.gaps.length;
  return {
    state:
      count === 0 ? words.say("licence-report.in-order") : words.say("licence-report.missing", { count }),
    tone: count === 0 ? "good" : "attention",
    checked: words.say("licence-report.checked", { time: words.moment(at, at) }),
    heading: words.say("licence-report.heading"),
    groups: [groupOf("helpers", helpers, words), groupOf("sharers", sharers, words)],
    hasFindings: findings.length > 0,
    noFindings: findings.length === 0,
    findings: findings.map((finding) => ({
      title: titleOf(finding, words),
      times: timesOf(finding, words),
    })),
  };
}

function groupOf(who: "helpers" | "sharers", { checked, gaps }: Side, words: Words): Data["groups"][number] {
  const shown = gaps.slice(0, MOST_PEOPLE);
  const count = gaps.length - shown.length;
  return {
    title: words.say(`licence-report.${who}`),
    sum:
      gaps.length === 0
        ? words.say(`licence-report.${who}-fine`, { checked })
        : words.say(`licence-report.${who}-gaps`, { gaps: gaps.length, checked }),
    people: shown.map(({ person, seen }) => ({
      name: person.displayName,
      about: [person.userPrincipalName, person.department, sayFact(seen, words)].filter(Boolean).join(" · "),
    })),
    hasRest: count > 0,
    rest: words.say("licence-report.rest", { count }),
  };
}

const timesOf = ({ refusals, unknown, tickets }: FindingCount, words: Words): string =>
  unknown === 0
    ? words.say("licence-report.times", { refusals, tickets })
    : words.say("licence-report.times-unknown", { refusals, tickets, unknown });
