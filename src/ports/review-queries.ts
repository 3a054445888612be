import type { PersonId } from "../domain/ticket/ids.ts";

/** What a review of the past asks, over many tickets. */
export interface ReviewQueries {
  /** Everybody who asked for help since then, each once. */
  sharersSince(since: number): Promise<readonly PersonId[]>;
  /** Which conditions refused asks since then, most often first, at most so many. */
  topFindings(since: number, most: number): Promise<readonly FindingCount[]>;
}

export interface FindingCount {
  /** Id of the check. */
  readonly check: string;
  /** Refused asks in which it stood in the way. */
  readonly refusals: number;
  /** How many of those because it could not be checked. */
  readonly unknown: number;
  readonly tickets: number;
}
