import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CardContent } from "../../cards/catalog.ts";
import { wordsFor } from "../../cards/text/words.ts";
import type { BotDeps, Caller, ChatScope, Reply } from "../action.ts";
import { defineAction } from "../define-action.ts";
import { entraId, maybeText } from "../fields.ts";
import { formFor, openerOf, whoFor } from "../on-behalf.ts";

/** For helpers and leads: whom a request is for, and then its form. */
export const requestForAction = defineAction({
  verb: "request-for",
  data: z.object({ person: entraId.nullish(), name: maybeText(80) }),
  async handle({ caller, scope, data: { person, name } }, deps) {
    const opener = await openerOf(caller, deps);
    if ("say" in opener) return opener;
    const shown =
      person == null
        ? await whoFor(name ?? "", caller, deps)
        : await formFor(person, { form: randomUUID(), subject: "", details: "" }, caller, deps);
    return inOwnChat(shown, caller, scope, deps);
  },
});

/** The form is private: typed in a channel, it is sent to the helper's own chat. */
export async function inOwnChat(
  shown: CardContent | { readonly say: string },
  caller: Caller,
  scope: ChatScope,
  deps: BotDeps,
): Promise<Reply> {
  if ("say" in shown) return shown;
  if (scope.kind === "personal") return { show: shown };
  const isSent = await deps.send(caller.id, shown);
  return { say: wordsFor(caller).say(isSent ? "bot.see-our-chat" : "bot.form-needs-chat") };
}
