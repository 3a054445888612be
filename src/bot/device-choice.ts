import type { DeviceFacts } from "../domain/eligibility/facts.ts";
import type { Device } from "../domain/ticket/device.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { type Person, person, personal } from "../domain/ticket/person.ts";
import type { Directory } from "../ports/directory.ts";
import { modelOf } from "../surfaces/device-words.ts";
import { NO_DEVICE } from "../surfaces/request-form.ts";
import type { Caller } from "./caller.ts";

/** The device as it goes into the ticket. */
export const asDevice = (sharer: PersonId, facts: DeviceFacts): Device => ({
  id: facts.id,
  name: personal(sharer, facts.name),
  model: modelOf(facts).slice(0, 100),
  platform: facts.platform,
  osVersion: facts.osVersion,
});

type Chosen = { readonly sharer: Person; readonly device: Device | null } | { readonly problem: string };

/** Only a device that Graph names among the caller's own: what a form says is not proof. */
export async function ownDevice(caller: Caller, chosen: string, directory: Directory): Promise<Chosen> {
  const { person: facts, devices } = await directory.sharer(caller.id);
  const sharer =
    "seen" in facts
      ? person(caller.id, facts.seen.displayName, facts.seen.jobTitle)
      : person(caller.id, caller.name);
  if (chosen === NO_DEVICE) return { sharer, device: null };
  if ("unknown" in devices) {
    return {
      problem: `Your devices could not be checked (${devices.unknown.why}). Nothing is lost: send again in a minute, or choose “No device”.`,
    };
  }
  const device = devices.seen.find(({ id }) => id === chosen);
  if (device === undefined)
    return { problem: "That device is not among yours. Choose another one and send again." };
  return { sharer, device: asDevice(caller.id, device) };
}
