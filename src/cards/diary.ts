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
        levels: z.array(z.strictObject({ line: ownText(160) })).max(12),
        ending: ownText(200),
      }),
    )
    .max(5),
  hasPages: z.boolean(),
  hasNewer: z.boolean(),
  hasOlder: z.boolean(),
  oldest: place,
  newest: place,
});
