import { modelOf } from "../cards/devices.ts";
import { MOST_DEVICES } from "../cards/preflight.ts";
import { NO_DEVICE } from "../cards/request-form.ts";
import { sayFact } from "../cards/text/facts.ts";
import { wordsFor } from "../cards/text/words.ts";
import { SUBJECTS } from "../domain/eligibility/check.ts";
import type { DeviceFacts, Facts } from "../domain/eligibility/facts.ts";
import { BEFORE_A_HELPER } from "../domain/eligibility/judge.ts";
import {
  bestFirst,
  type Candidate,
  type Prospects,
  prospectsOf,
  restingOn,
} from "../domain/eligibility/prospects.ts";
import type { Device } from "../domain/ticket/device.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import { type Person, person, personal } from "../domain/ticket/person.ts";
import type { Directory } from "../ports/directory.ts";
import type { BotDeps, Caller } from "./action.ts";

type Chosen = { readonly sharer: Person; readonly device: Device | null } | { readonly problem: string };

/** The device that a form names, as it goes into the ticket. Accepted only when Graph names it among the caller's own. */
export async function ownDevice(caller: Caller, chosen: string, directory: Directory): Promise<Chosen> {
  const { person: facts, devices } = await directory.sharer(caller.id);
  const sharer =
    "seen" in facts
      ? person(caller.id, facts.seen.displayName, facts.seen.jobTitle)
      : person(caller.id, caller.name);
  if (chosen === NO_DEVICE) return { sharer, device: null };
  const words = wordsFor(caller);
  const { say } = words;
  if ("unknown" in devices) {
    return { problem: say("bot.devices-unchecked", { why: sayFact(devices.unknown.why, words) }) };
  }
  const device = devices.seen.find(({ id }) => id === chosen);
  if (device === undefined) {
    return { problem: say("bot.foreign-device") };
  }
  return { sharer, device: asDevice(device, caller.id) };
}

/** As it goes into a ticket of that person. */
export function asDevice(device: DeviceFacts, about: PersonId): Device {
  const { id, name, platform, osVersion } = device;
  const model = modelOf(device).slice(0, 100);
  return { id, name: personal(about, name), model, platform, osVersion };
}

/** What one round trip to Graph tells about a person, before anybody helps them. */
export interface Devices {
  /** Best first; null when Graph could not say. */
  readonly candidates: readonly Candidate[] | null;
  /** Judged without any device: what stands in the way whichever is chosen. */
  readonly alone: Prospects;
  readonly sharer: Facts["sharer"];
}

/**
 * A person and all of their devices in one round trip, judged by what that round trip told. Conditions that would need
 * another question are left to the ask itself.
 */
export async function seeDevices(id: PersonId, deps: BotDeps): Promise<Devices> {
  const { person: sharer, devices } = await deps.directory.sharer(id);
  const policy = restingOn(deps.eligibility, ["sharer", "device"]);
  const facts = (device: DeviceFacts | null): Facts => ({
    sharer,
    device: { seen: device },
    helper: null,
    helpdesk: null,
    rights: null,
    gatheredAt: deps.clock.now(),
  });
  const judged = (device: DeviceFacts): Candidate => ({
    device,
    prospects: prospectsOf(facts(device), policy, BEFORE_A_HELPER),
  });
  return {
    sharer,
    alone: prospectsOf(facts(null), policy, ["sharer"]),
    candidates: "seen" in devices ? bestFirst(devices.seen.map(judged)) : null,
  };
}

export interface CheckedDevices {
  readonly sharer: Facts["sharer"];
  /** Best first, with all that an ask rests on; null when Graph could not say which devices there are. */
  readonly candidates: readonly (Candidate & { readonly facts: Facts })[] | null;
  /** Judged without any device; only when there is none to check. */
  readonly alone: { readonly facts: Facts; readonly prospects: Prospects } | null;
  /** How many devices were not checked. */
  readonly rest: number;
}

/**
 * What an ask about each of the best devices would be answered, by this helper or before there is one. Two round trips
 * one after the other: which devices there are, and the facts of an ask about each.
 */
export async function checkDevices(
  id: PersonId,
  helper: PersonId | null,
  deps: BotDeps,
): Promise<CheckedDevices> {
  const { directory, eligibility } = deps;
  const subjects = helper === null ? BEFORE_A_HELPER : SUBJECTS;
  const factsOf = (device: DeviceId | null) => directory.facts({ sharer: id, device, helper });
  const { sharer, candidates } = await seeDevices(id, deps);
  if (candidates === null || candidates.length === 0) {
    const facts = await factsOf(null);
    const withoutDevice = subjects.filter((about) => about !== "device");
    const alone = { facts, prospects: prospectsOf(facts, eligibility, withoutDevice) };
    return { sharer, candidates: candidates && [], alone, rest: 0 };
  }
  const checked = await Promise.all(
    candidates.slice(0, MOST_DEVICES).map(async ({ device }) => {
      const facts = await factsOf(device.id);
      return { device, facts, prospects: prospectsOf(facts, eligibility, subjects) };
    }),
  );
  return {
    sharer,
    candidates: bestFirst(checked),
    alone: null,
    rest: candidates.length - checked.length,
  };
}
