import { bestFirst, type Candidate } from "../domain/eligibility/best-first.ts";
import type { DeviceFacts, Facts } from "../domain/eligibility/facts.ts";
import { BEFORE_A_HELPER } from "../domain/eligibility/judge.ts";
import { type Prospects, prospectsOf, restingOn } from "../domain/eligibility/prospects.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { BotDeps } from "./action.ts";

/** What one look at a person tells, before anybody helps them. */
export interface Devices {
  /** Best first; null when Graph could not say. */
  readonly candidates: readonly Candidate[] | null;
  /** As it is without any device: what stands in the way whichever is chosen. */
  readonly alone: Prospects;
  readonly sharer: Facts["sharer"];
}

/**
 * A person and all of their devices in one round trip, judged by what that round trip told. Conditions that would need
 * another question are left to the ask itself.
 */
export async function seeDevices(person: PersonId, world: BotDeps): Promise<Devices> {
  const { directory, clock } = world;
  const { person: sharer, devices } = await directory.sharer(person);
  const policy = restingOn(world.eligibility, ["sharer", "device"]);
  const facts = (device: DeviceFacts | null): Facts => {
    return {
      sharer,
      device: { seen: device },
      helper: null,
      helpdesk: null,
      rights: null,
      gatheredAt: clock.now(),
    };
  };
  const judged = (device: DeviceFacts) => prospectsOf(facts(device), policy, BEFORE_A_HELPER);
  return {
    sharer,
    alone: prospectsOf(facts(null), policy, ["sharer"]),
    candidates:
      "seen" in devices
        ? bestFirst(devices.seen.map((device) => ({ device, prospects: judged(device) })))
        : null,
  };
}
