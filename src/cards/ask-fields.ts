import { z } from "zod";
import { humanText, onSurface, ownText } from "./fields.ts";

/** What every question to the sharer shows, whatever it is about. */
export const askFields = {
  ...onSurface,
  ask: z.number().int(),
  /** The question itself, with the helper's name in it. */
  heading: humanText(160),
  hasTitle: z.boolean(),
  helperTitle: humanText(80),
  hasPhoto: z.boolean(),
  /** A data URI, or "" */
  photo: z.string().max(5_000),
  reason: humanText(240),
  device: humanText(120),
  /** `30 min` */
  length: ownText(40),
  /** `10:36` */
  answerBy: ownText(40),
  hasWarnings: z.boolean(),
  warnings: z.array(z.strictObject({ text: humanText(400) })),
  hasPhrase: z.boolean(),
  /** In the order in which they are shown; nothing here tells which one is right. */
  choices: z.array(z.strictObject({ number: ownText(10) })),
  hasShorter: z.boolean(),
  /** Minutes of the shorter time, as a number in words of the button. */
  shorter: ownText(5),
} as const;
