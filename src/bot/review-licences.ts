import { type LicenceGap, withoutLicence } from "../domain/eligibility/licence-review.ts";
import type { FindingCount } from "../ports/review-queries.ts";
import type { BotDeps } from "./action.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SHARERS_MS = 30 * DAY_MS;
const FINDINGS_MS = 7 * DAY_MS;
const MOST_FINDINGS = 5;

export interface Side {
  readonly checked: number;
  readonly gaps: readonly LicenceGap[];
}

export interface LicenceReview {
  readonly helpers: Side;
  /** Who asked for help in the last 30 days. */
  readonly sharers: Side;
}

type Sources = Pick<BotDeps, "store" | "directory" | "eligibility" | "clock">;

/** Who of the helpdesk and of last month's sharers lacks the plan. @throws {DirectoryUnavailable} half a list is no list. */
export async function reviewLicences({
  store,
  directory,
  eligibility,
  clock,
}: Sources): Promise<LicenceReview> {
  const since = clock.now() - SHARERS_MS;
  const [helpers, sharers] = await Promise.all([
    directory.helpers(),
    store.sharersSince(since).then((people) => directory.profiles(people)),
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
