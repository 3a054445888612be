import type { DeviceFacts } from "../eligibility/facts.ts";
import type { Device } from "../ticket/device.ts";
import type { PersonId } from "../ticket/ids.ts";
import { personal } from "../ticket/person.ts";

/** The device as it goes into the ticket. */
export const asDevice = (sharer: PersonId, facts: DeviceFacts): Device => ({
  id: facts.id,
  name: personal(sharer, facts.name),
  model: [facts.manufacturer, facts.model].filter(Boolean).join(" ").slice(0, 100),
  platform: facts.platform,
  osVersion: facts.osVersion,
});

/** Most useful first: compliant before not, seen lately before long ago. */
export const inOrderOfUse = (devices: readonly DeviceFacts[]): DeviceFacts[] =>
  [...devices].sort(
    (one, other) =>
      Number(other.complianceState === "compliant") - Number(one.complianceState === "compliant") ||
      (other.lastSyncAt ?? 0) - (one.lastSyncAt ?? 0),
  );
