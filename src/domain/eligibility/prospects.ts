import type { Finding } from "../ticket/finding.ts";
import { LEVELS, type Level } from "../ticket/level.ts";
import type { Subject } from "./check.ts";
import type { DeviceFacts, Facts } from "./facts.ts";
import { CHECKS, judge, type Source, toYes } from "./judge.ts";
import { CHECK_IDS, type EligibilityPolicy } from "./policy.ts";

/** Something that would have to change, and which levels wait for it. */
export interface Change {
  readonly finding: Finding;
  readonly levels: readonly Level[];
}

/** What could be asked for now with these facts, and the fewest changes that would open the rest. */
export interface Prospects {
  readonly open: readonly Level[];
  /** About people and the tenant: the same on every device. */
  readonly general: readonly Change[];
  readonly device: readonly Change[];
}

/** The verdict that an ask would get, for every level at once. */
export function prospectsOf(facts: Facts, policy: EligibilityPolicy, about: readonly Subject[]): Prospects {
  const verdicts = LEVELS.map((level) => judge(facts, policy, level, about));
  const changes = (isWanted: (finding: Finding) => boolean): readonly Change[] => {
    const byCheck = new Map<string, Change>();
    for (const { level, findings } of verdicts) {
      for (const finding of toYes({ findings: findings.filter(isWanted) })) {
        const known = byCheck.get(finding.check);
        byCheck.set(finding.check, {
          finding: known?.finding ?? finding,
          levels: [...(known?.levels ?? []), level],
        });
      }
    }
    return [...byCheck.values()];
  };
  return {
    open: verdicts.filter(({ verdict }) => verdict === "allow").map(({ level }) => level),
    general: changes((finding) => !isAboutDevice(finding)),
    device: changes(isAboutDevice),
  };
}

const isAboutDevice = ({ check }: Finding): boolean =>
  CHECK_IDS.some((id) => id === check && CHECKS[id].about === "device");

/** The policy without the checks whose source was not asked: what is left can be judged on these sources alone. */
export function restingOn(policy: EligibilityPolicy, sources: readonly Source[]): EligibilityPolicy {
  const checks = { ...policy.checks };
  for (const id of CHECK_IDS) if (!sources.includes(CHECKS[id].source)) checks[id] = "off";
  return { ...policy, checks };
}

export interface Candidate {
  readonly device: DeviceFacts;
  readonly prospects: Prospects;
}

/**
 * Where most is possible first; then compliant before not, and seen lately before long ago: of one computer that Intune
 * lists twice after another enrolment, the stale entry comes last.
 */
export const bestFirst = <One extends Candidate>(candidates: readonly One[]): One[] =>
  [...candidates].sort(
    (one, other) =>
      other.prospects.open.length - one.prospects.open.length ||
      Number(isCompliant(other)) - Number(isCompliant(one)) ||
      (other.device.lastSyncAt ?? 0) - (one.device.lastSyncAt ?? 0),
  );

const isCompliant = ({ device }: Candidate): boolean => device.complianceState === "compliant";
