import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Drawing } from "../cards/catalog.ts";
import type { Answer, DeviceFacts } from "../eligibility/facts.ts";
import type { EligibilityPolicy } from "../eligibility/policy.ts";
import { systemOf } from "../surfaces/words.ts";
import type { PersonId } from "../ticket/ids.ts";
import { type Caller, defineVerb, type Reply, type Scope, type World } from "./conversation.ts";
import { asDevice, inOrderOfUse } from "./device-choice.ts";

/** The form that becomes a ticket. In a channel it goes to the person's own chat: what is wrong is nobody else's. */
export const requestHelp = defineVerb({
  verb: "request-help",
  data: z.strictObject({}),
  handle: ({ caller, scope }, world) => offerForm(caller, scope, "", world),
});

export const NO_DEVICE = "none";
const MOST_DEVICES = 12;

export async function offerForm(caller: Caller, scope: Scope, subject: string, world: World): Promise<Reply> {
  const form = await makeForm(caller, subject, world);
  if (scope.kind === "personal") return { show: form };
  if (await world.send(caller.id, form)) return { say: "I sent you the form in our personal chat." };
  return { say: "Write to me in a personal chat first: what is wrong there is between you and the helper." };
}

async function makeForm(caller: Caller, subject: string, world: World): Promise<Drawing> {
  const { devices } = await world.directory.sharer(caller.id);
  const known = "seen" in devices ? inOrderOfUse(devices.seen).slice(0, MOST_DEVICES) : [];
  const remark = remarkOn(devices);
  return {
    card: "request-form",
    data: {
      form: randomUUID(),
      subject,
      devices: [
        ...known.map((device) => ({
          title: titleOf(caller.id, device, world.eligibility),
          value: device.id,
        })),
        { title: "No device: help without a session", value: NO_DEVICE },
      ],
      device: known[0]?.id ?? NO_DEVICE,
      hasRemark: remark !== "",
      remark,
    },
  };
}

/** `HAL-014 · ThinkPad T14 · Windows 11 · compliant`, or what stands against a session on it, before anybody waits. */
function titleOf(owner: PersonId, facts: DeviceFacts, policy: EligibilityPolicy): string {
  const { model, platform } = asDevice(owner, facts);
  const canShare = policy.osFloor[platform]?.view !== undefined;
  const state = canShare ? facts.complianceState : "no sessions on this system";
  return [facts.name, model, systemOf(facts), state].join(" · ");
}

function remarkOn(devices: Answer<readonly DeviceFacts[]>): string {
  if ("unknown" in devices) {
    return "Your devices could not be read just now. You can still ask for help, or try again in a minute.";
  }
  if (devices.seen.length === 0) {
    return "Intune knows no device of yours, so nobody can look at your screen. You can still ask for help.";
  }
  return "";
}
