import { z } from "zod";
import template from "../../cards/diary.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText } from "./fields.ts";

/** Where a page begins or ends. */
const place = z.strictObject({
  askedAt: z.number().int(),
  number: z.number().int(),
  session: z.number().int(),
});

/** What a page holds at the most, so that it stays within what Teams takes, whatever people wrote. */
export const MOST_SESSIONS = 3;
export const MOST_REASONS = 4;
export const MOST_LEVELS = 6;

/** Every session on one person's devices, for that person. */
export const diary = defineCard("diary", template, {
  isEmpty: z.boolean(),
  rows: z
    .array(
      z.strictObject({
        who: humanText(80),
        device: humanText(120),
        id: ownText(20),
        asked: ownText(80),
        /** What was asked for, and why in the helper's words. */
        reasons: z.array(z.strictObject({ what: ownText(100), reason: humanText(240) })).max(MOST_REASONS),
        levels: z.array(z.strictObject({ line: ownText(160) })).max(MOST_LEVELS),
        /** With the name of whoever ended it. */
        ending: humanText(240),
      }),
    )
    .max(MOST_SESSIONS),
  hasPages: z.boolean(),
  hasNewer: z.boolean(),
  hasOlder: z.boolean(),
  oldest: place,
  newest: place,
});
