import { z } from "zod";
import type { Change } from "../domain/eligibility/prospects.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { levelList } from "./devices.ts";
import { humanText, ownText } from "./fields.ts";
import { type Audience, explain } from "./findings.ts";
import type { Words } from "./text/words.ts";

/** What stands in the way, what to do about it and who can: one condition each, in words for the card's reader. */
export const reasons = (most: number) =>
  z
    .array(
      z.strictObject({
        /** With what waits for it, when that is not everything: `For control: …` */
        sentence: humanText(200),
        remedy: humanText(260),
        hasWho: z.boolean(),
        /** Who can do it, in a sentence; "" when it is the reader. */
        who: ownText(60),
      }),
    )
    .max(most);

/** What every level waits for comes first. */
export const reasonsFrom = (changes: readonly Change[], reader: Audience, words: Words, most: number) =>
  [...changes]
    .sort((one, other) => other.levels.length - one.levels.length)
    .slice(0, most)
    .map(({ finding, levels }) => {
      const { sentence, remedy, who } = explain(finding, reader, words);
      const named = { levels: levelList(levels, words), sentence };
      return {
        sentence: levels.length === LEVELS.length ? sentence : words.say("finding.for-levels", named),
        remedy,
        hasWho: who !== "",
        who,
      };
    });
