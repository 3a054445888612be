import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { onTicket, wholeNumber } from "../fields.ts";

/** The sharer's yes or no to one question. Nobody else's press counts, whatever the card says. */
export const answerAsk = defineAction({
  verb: "answer-ask",
  data: z.strictObject({
    ...onTicket,
    ask: wholeNumber,
    answer: z.enum(["allow", "refuse"]),
    /** The shorter time instead of all that was asked. */
    short: z.union([z.boolean(), z.stringbool()]).default(false),
    phrase: z.string().max(10).optional(),
  }),
  handle: (press, world) => {
    const { ask, answer, short, phrase } = press.data;
    return act(press, world, {
      type: "AnswerAsk",
      ask,
      answer,
      length: short ? world.policy.shorter : null,
      phrase: phrase ?? null,
      language: "en",
    });
  },
});
