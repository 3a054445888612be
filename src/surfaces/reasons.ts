import type { CardData } from "../cards/catalog.ts";
import { type Audience, explain } from "../cards/findings.ts";
import type { Words } from "../cards/text/words.ts";
import type { Change } from "../domain/eligibility/prospects.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { levelsInWords } from "./device-words.ts";

type Reasons = CardData<"preflight">["general"];

/** Changes as sentences, each with one thing to do and who does it. What every level waits for comes first. */
export const reasonsFrom = (
  changes: readonly Change[],
  reader: Audience,
  words: Words,
  most: number,
): Reasons =>
  [...changes]
    .sort((one, other) => other.levels.length - one.levels.length)
    .slice(0, most)
    .map(({ finding, levels }) => {
      const { sentence, remedy, who } = explain(finding, reader, words);
      const rest = { remedy, hasWho: who !== "", who };
      if (levels.length === LEVELS.length) return { sentence, ...rest };
      return {
        ...rest,
        sentence: words.say("finding.for-levels", { levels: levelsInWords(levels), sentence }),
      };
    });
