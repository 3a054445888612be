import type { Level } from "./level.ts";

/** Who can put an unmet condition right. */
export type Owner = "sharer" | "helper" | "lead" | "intune-admin" | "identity-admin";

/**
 * One condition's outcome. `unknown` never grants: a source that could not be asked is no yes.
 * The sentences for readers are made from `check` and `seen` when a card is drawn.
 */
export interface Finding {
  /** Stable id of the check, e.g. `device-compliant`. */
  readonly check: string;
  readonly outcome: "met" | "unmet" | "unknown" | "warning";
  /** What was seen, in the source's own words: `noncompliant`, `macOS 11.7`, `HTTP 503`. No personal text. */
  readonly seen: string;
  readonly owner: Owner;
}

export interface Verdict {
  readonly level: Level;
  readonly verdict: "allow" | "deny";
  readonly findings: readonly Finding[];
}
