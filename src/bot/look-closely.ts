import { MOST_DEVICES } from "../cards/preflight.ts";
import { bestFirst, type Candidate } from "../domain/eligibility/best-first.ts";
import { SUBJECTS } from "../domain/eligibility/check.ts";
import type { Facts } from "../domain/eligibility/facts.ts";
import { BEFORE_A_HELPER } from "../domain/eligibility/judge.ts";
import { type Prospects, prospectsOf } from "../domain/eligibility/prospects.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import type { BotDeps } from "./action.ts";
import { seeDevices } from "./see-devices.ts";

export interface CloseLook {
  readonly sharer: Facts["sharer"];
  /** Best first, with all that an ask rests on; null when Graph could not say which devices there are. */
  readonly candidates: readonly (Candidate & { readonly facts: Facts })[] | null;
  /** Without any device; only while there is none to look at. */
  readonly alone: { readonly facts: Facts; readonly prospects: Prospects } | null;
  /** Devices that were not looked at. */
  readonly rest: number;
}

/**
 * What an ask about each of the best devices would be answered, by this helper or before there is one. Two round trips
 * one after the other: which devices there are, and the facts of an ask about each.
 */
export async function lookClosely(
  person: PersonId,
  helper: PersonId | null,
  world: BotDeps,
): Promise<CloseLook> {
  const { directory, eligibility } = world;
  const subjects = helper === null ? BEFORE_A_HELPER : SUBJECTS;
  const ask = (device: DeviceId | null) => directory.facts({ sharer: person, device, helper });
  const { sharer, candidates } = await seeDevices(person, world);
  if (candidates === null || candidates.length === 0) {
    const facts = await ask(null);
    const prospects = prospectsOf(
      facts,
      eligibility,
      subjects.filter((about) => about !== "device"),
    );
    const none = candidates === null ? null : [];
    return { sharer, candidates: none, alone: { facts, prospects }, rest: 0 };
  }
  const looked = await Promise.all(
    candidates.slice(0, MOST_DEVICES).map(async ({ device }) => {
      const facts = await ask(device.id);
      return { device, facts, prospects: prospectsOf(facts, eligibility, subjects) };
    }),
  );
  const rest = candidates.length - looked.length;
  return { sharer, candidates: bestFirst(looked), alone: null, rest };
}
