import { randomUUID } from "node:crypto";
import { wordsFor } from "../cards/text/words.ts";
import { requestForm } from "../surfaces/request-form.ts";
import type { BotDeps, Caller, ChatScope, Reply } from "./action.ts";
import { seeDevices } from "./devices.ts";

/** The form that becomes a ticket. In a channel it goes to the caller's own chat: what is wrong is private. */
export async function offerForm(
  caller: Caller,
  scope: ChatScope,
  subject: string,
  deps: BotDeps,
): Promise<Reply> {
  const { candidates, alone } = await seeDevices(caller.id, deps);
  const data = requestForm(
    randomUUID(),
    subject,
    {
      devices: candidates,
      general: alone.general,
      policy: deps.eligibility,
      at: deps.clock.now(),
    },
    wordsFor(caller),
  );
  const form = { card: "request-form", data } as const;
  if (scope.kind === "personal") return { show: form };
  if (await deps.send(caller.id, form)) return { say: "I sent you the form in our personal chat." };
  return { say: "Write to me in a personal chat first: what is wrong there is between you and the helper." };
}
