import type { PersonId } from "../domain/ticket/ids.ts";

/** Queries of reviews over past tickets. */
export interface ReviewQueries {
  /** Everybody who asked for help since then, each once. */
  sharersSince(since: number): Promise<readonly PersonId[]>;
  /** Which checks refused sessions since then, most frequent first. */
  topFindings(since: number, most: number): Promise<readonly FindingCount[]>;
}

export interface FindingCount {
  /** Id of the check. */
  readonly check: string;
  /** Refusals that it was part of. */
  readonly refusals: number;
  /** How many of those because it could not be checked. */
  readonly unknown: number;
  readonly tickets: number;
}
