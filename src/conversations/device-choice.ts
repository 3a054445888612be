import type { DeviceFacts } from "../eligibility/facts.ts";
import { modelOf } from "../surfaces/device-words.ts";
import type { Device } from "../ticket/device.ts";
import type { PersonId } from "../ticket/ids.ts";
import { personal } from "../ticket/person.ts";

/** The device as it goes into the ticket. */
export const asDevice = (sharer: PersonId, facts: DeviceFacts): Device => ({
  id: facts.id,
  name: personal(sharer, facts.name),
  model: modelOf(facts).slice(0, 100),
  platform: facts.platform,
  osVersion: facts.osVersion,
});
