/** A session as Intune's own report tells it. */
export interface ReportedSession {
  readonly id: string;
  /** Sign-in names, in lower case. */
  readonly helper: string;
  readonly sharer: string;
  /** Entra's id of the sharer's device, in lower case; null when the report does not say. */
  readonly device: string | null;
  readonly startedAt: number;
  /** Null while it runs, or when the report does not say. */
  readonly endedAt: number | null;
}

export interface SessionReport {
  /** Sessions that began since then. @throws {ReportUnreadable} */
  sessionsSince(since: number): Promise<readonly ReportedSession[]>;
}

/** The report could not be had or understood; no session may be judged by its absence. */
export class ReportUnreadable extends Error {
  override readonly name = "ReportUnreadable";
}
