import type { Fact } from "./fact.ts";
import type { Level } from "./level.ts";

/** Who can fix an unmet condition. */
export type Owner = "sharer" | "helper" | "lead" | "intune-admin" | "identity-admin";

/**
 * The outcome of one check. `unknown`, when the source gave no answer, never grants.
 * The sentence for readers is made from `check` and `seen` when a card is rendered.
 */
export interface Finding {
  /** Stable id of the check, e.g. `device-compliant`. */
  readonly check: string;
  readonly outcome: "met" | "unmet" | "unknown" | "warning";
  readonly seen: Fact;
  readonly owner: Owner;
}

export interface Verdict {
  readonly level: Level;
  readonly verdict: "allow" | "deny";
  readonly findings: readonly Finding[];
}
