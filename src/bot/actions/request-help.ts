import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CardContent } from "../../cards/catalog.ts";
import { NO_DEVICE, requestForm } from "../../surfaces/request-form.ts";
import { type BotDeps, type ChatScope, defineAction, type Reply } from "../action.ts";
import type { Caller } from "../caller.ts";
import { seeDevices } from "../see-devices.ts";

/** The form that becomes a ticket. In a channel it goes to the person's own chat: what is wrong is nobody else's. */
export const requestHelp = defineAction({
  verb: "request-help",
  data: z.strictObject({}),
  handle: ({ caller, scope }, world) => offerForm(caller, scope, "", world),
});

export { NO_DEVICE };

export async function offerForm(
  caller: Caller,
  scope: ChatScope,
  subject: string,
  world: BotDeps,
): Promise<Reply> {
  const form = await makeForm(caller, subject, world);
  if (scope.kind === "personal") return { show: form };
  if (await world.send(caller.id, form)) return { say: "I sent you the form in our personal chat." };
  return { say: "Write to me in a personal chat first: what is wrong there is between you and the helper." };
}

async function makeForm(caller: Caller, subject: string, world: BotDeps): Promise<CardContent> {
  const { candidates, alone } = await seeDevices(caller.id, world);
  const known = {
    devices: candidates,
    general: alone.general,
    policy: world.eligibility,
    at: world.clock.now(),
  };
  return { card: "request-form", data: requestForm(randomUUID(), subject, known) };
}
