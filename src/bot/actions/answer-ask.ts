import { z } from "zod";
import { DEFAULT_LANGUAGE, languageOf, languages, wordsFor } from "../../cards/text/words.ts";
import { openAsk } from "../../domain/ticket/authority.ts";
import { defineAction } from "../define-action.ts";
import { lenient, maybeNumber, onTicket, wholeNumber } from "../fields.ts";
import { typedNumber } from "../typed-number.ts";

const Refuse = z.object({ ...lenient, answer: z.literal("refuse"), ask: maybeNumber });

/** The one strict schema: an unknown key here may be an attempt to widen what is allowed. */
const Allow = z.strictObject({
  ...onTicket,
  answer: z.literal("allow"),
  ask: wholeNumber,
  /** The shorter time instead of all that was asked. */
  short: z.union([z.boolean(), z.stringbool()]).default(false),
  /** The number as it was typed; of older cards, the one that was picked. */
  phrase: z.union([z.string().max(100), z.number().transform(String)]).nullish(),
  /** The language that the card was in, which a consent records. Cards without it were in English. */
  language: z
    .string()
    .max(35)
    .refine((tag) => languages().includes(tag))
    .default(DEFAULT_LANGUAGE),
});

/** The sharer's yes or no to one question. */
export const answerAsk = defineAction({
  verb: "answer-ask",
  type: "AnswerAsk",
  data: z.discriminatedUnion("answer", [Allow, Refuse]),
  command({ ticket, caller, data, deps }) {
    const open = openAsk(ticket.session);
    if (data.answer === "refuse") {
      const ask = data.ask ?? open?.ask ?? ticket.asks;
      const language = languageOf(caller);
      return { type: "AnswerAsk", ask, answer: "refuse", length: null, phrase: null, language };
    }
    const phrase = typedNumber(data.phrase ?? "");
    const needsNumber = open?.ask === data.ask && open.phrase !== null && caller.id === ticket.sharer.id;
    if (needsNumber && phrase === null) return { say: wordsFor(caller).say("bot.type-number") };
    return {
      type: "AnswerAsk",
      ask: data.ask,
      answer: "allow",
      length: data.short ? deps.policy.shorter : null,
      phrase,
      language: data.language,
    };
  },
});
