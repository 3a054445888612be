import type { Anchor, NumberRange, VerifiedCounts } from "../ports/evidence.ts";
import { counted } from "../surfaces/plural.ts";
import { rangesInWords } from "./number-ranges.ts";

/** What is no break in itself, and might hide one. `kind` is for monitors, `text` for people. */
export interface Warning {
  readonly kind: "no-anchor" | "old-anchor" | "unused-numbers";
  readonly text: string;
}

const HOUR = 60 * 60_000;
/** There is one every night; one hour for a clock that was put back, and one for a slow start. */
const ANCHOR_AGE = 26 * HOUR;

/** @param now epoch ms. */
export const warningsOf = ({ unused }: VerifiedCounts, newest: Anchor | null, now: number): Warning[] => [
  ...anchorWarning(newest, now),
  ...numberWarning(unused),
];

function anchorWarning(newest: Anchor | null, now: number): Warning[] {
  if (newest === null) {
    const text =
      "There is no anchor: whoever can write to the whole store could have made all of it anew. One is made every night at 02:10; if the audit channel has one, it was removed here.";
    return [{ kind: "no-anchor", text }];
  }
  const age = now - newest.at;
  if (age <= ANCHOR_AGE) return [];
  const text = `The newest anchor is ${counted(Math.floor(age / HOUR), "hour")} old, and one is made every night at 02:10. Either Beckon did not run, or newer ones were removed: compare with the audit channel.`;
  return [{ kind: "old-anchor", text }];
}

function numberWarning(unused: readonly NumberRange[]): Warning[] {
  if (unused.length === 0) return [];
  const isOne = unused.length === 1 && unused[0]?.[0] === unused[0]?.[1];
  const given = isOne ? "this number was" : "these numbers were";
  const text = `There is no row for ${rangesInWords(unused)}, although ${given} given out: requests that could not be stored, or tickets that were removed with every trace. Look for them in Teams and in a backup.`;
  return [{ kind: "unused-numbers", text }];
}
