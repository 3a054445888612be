import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { verifyCard } from "../commands/verify.ts";
import { defineAction } from "../define-action.ts";

/** *Something wrong?* on a request's card: who helps the person now, and the report, below the card that stays. */
export const verifyHelper = defineAction({
  verb: "verify-helper",
  data: z.object({}),
  async handle({ caller }, deps) {
    const isSent = await deps.send(caller.id, await verifyCard(caller, deps));
    return isSent ? { nothing: true } : { say: wordsFor(caller).say("bot.form-needs-chat") };
  },
});
