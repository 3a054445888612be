import type { CardData } from "../cards/catalog.ts";
import type { Change } from "../domain/eligibility/prospects.ts";
import { type Audience, explain } from "../domain/eligibility/remedies.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { levelsInWords } from "./device-words.ts";

type Reasons = CardData<"preflight">["general"];

/** Changes as sentences, each with one thing to do and who does it. What every level waits for comes first. */
export const reasonsFrom = (changes: readonly Change[], reader: Audience, most: number): Reasons =>
  [...changes]
    .sort((one, other) => other.levels.length - one.levels.length)
    .slice(0, most)
    .map(({ finding, levels }) => {
      const only = levels.length === LEVELS.length ? "" : `For ${levelsInWords(levels)}: `;
      const { sentence, remedy, owner } = explain(finding, reader);
      return { sentence: `${only}${sentence}`, remedy, owner };
    });
