import { LEVELS, type Level } from "../src/domain/ticket/level.ts";
import type { Dice } from "./random.ts";

/** How a session is meant to end once it is allowed; the last two close the request or change its helper. */
const ENDINGS = [
  "sharer-stops",
  "sharer-types-stop",
  "helper-stops",
  "lead-stops",
  "time-runs-out",
  "resolved",
  "handed-over",
] as const;
export type Ending = (typeof ENDINGS)[number];

/** What two people intend with one session. Faults, refusals and missing rights may prevent it. */
export interface SessionPlan {
  /** The highest level that the helper asks for. */
  readonly level: Level;
  readonly ending: Ending;
}

/** Every combination of level and ending, shuffled: together the stories of a run reach all of them. */
export function sessionPlans(dice: Dice): readonly SessionPlan[] {
  const left = ENDINGS.flatMap((ending) => LEVELS.map((level) => ({ level, ending })));
  const plans: SessionPlan[] = [];
  while (left.length > 0) plans.push(...left.splice(dice.below(left.length), 1));
  return plans;
}
