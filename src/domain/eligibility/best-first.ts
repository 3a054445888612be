import type { DeviceFacts } from "./facts.ts";
import type { Prospects } from "./prospects.ts";

export interface Candidate {
  readonly device: DeviceFacts;
  readonly prospects: Prospects;
}

/** Where most is possible first; then compliant before not, and seen lately before long ago. */
export const bestFirst = <One extends Candidate>(candidates: readonly One[]): One[] =>
  [...candidates].sort(
    (one, other) =>
      other.prospects.open.length - one.prospects.open.length ||
      Number(isCompliant(other)) - Number(isCompliant(one)) ||
      (other.device.lastSyncAt ?? 0) - (one.device.lastSyncAt ?? 0),
  );

const isCompliant = ({ device }: Candidate): boolean => device.complianceState === "compliant";
