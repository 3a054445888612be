import type { CardContent, CardData } from "../cards/catalog.ts";
import { titleOf } from "../cards/findings.ts";
import { MOST_PEOPLE } from "../cards/licence-report.ts";
import { ENGLISH } from "../cards/text/words.ts";
import type { LicenceGap } from "../domain/eligibility/person-checks.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { FindingCount } from "../ports/review-queries.ts";
import { moment } from "./words.ts";

type Card = CardData<"licence-report">;

interface Side {
  readonly checked: number;
  readonly gaps: readonly LicenceGap[];
}

interface Review {
  readonly helpers: Side;
  readonly sharers: Side;
  readonly findings: readonly FindingCount[];
  readonly at: number;
  readonly reader: ReaderLocale;
}

/** Who has to get a licence before their sessions can work, and what refused sessions lately. */
export function licenceReport({ helpers, sharers, findings, at, reader }: Review): CardContent {
  const missing = helpers.gaps.length + sharers.gaps.length;
  const data: Card = {
    state: missing === 0 ? "In order" : `${missing} missing`,
    tone: missing === 0 ? "good" : "attention",
    checked: `Checked ${moment(at, at, reader)}`,
    heading: "Remote Help licences",
    groups: [
      groupOf("Helpers", "the helpdesk groups", helpers),
      groupOf("People who asked for help", "the last 30 days", sharers),
    ],
    hasFindings: findings.length > 0,
    noFindings: findings.length === 0,
    findings: findings.map((finding) => ({ title: nameOf(finding.check), times: timesOf(finding) })),
  };
  return { card: "licence-report", data };
}

function groupOf(title: string, where: string, { checked, gaps }: Side): Card["groups"][number] {
  const shown = gaps.slice(0, MOST_PEOPLE);
  const rest = gaps.length - shown.length;
  return {
    title,
    sum:
      gaps.length === 0
        ? `${checked} in ${where}: all have a plan that works.`
        : `${gaps.length} of ${checked} in ${where} have no plan that works.`,
    people: shown.map(({ person, seen }) => ({
      name: person.displayName,
      about: [person.userPrincipalName, person.department, seen].filter(Boolean).join(" · "),
    })),
    hasRest: rest > 0,
    rest: `… and ${rest} more: npm run report -- licences lists all.`,
  };
}

export const nameOf = (check: string): string => titleOf({ check }, ENGLISH);

function timesOf({ refusals, unknown, tickets }: FindingCount): string {
  const times = `${refusals} ${refusals === 1 ? "refusal" : "refusals"} on ${tickets} ${tickets === 1 ? "ticket" : "tickets"}`;
  return unknown === 0 ? times : `${times}, ${unknown} of them because it could not be checked`;
}
