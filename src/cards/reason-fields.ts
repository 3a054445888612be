import { z } from "zod";
import { humanText, ownText } from "./fields.ts";

/** What stands in the way, what to do about it and who can: one condition each, in words for the card's reader. */
export const reasons = (most: number) =>
  z
    .array(
      z.strictObject({
        /** With what waits for it, when that is not everything: `For control: …` */
        sentence: humanText(200),
        remedy: humanText(200),
        hasWho: z.boolean(),
        /** Who can do it, in a sentence; "" when it is the reader. */
        who: ownText(60),
      }),
    )
    .max(most);
