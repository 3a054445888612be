import { z } from "zod";
import template from "../../cards/eligibility.json" with { type: "json" };
import { LEVELS } from "../domain/ticket/level.ts";
import { defineCard } from "./define-card.ts";
import { humanText, onSurface, ownChoices, ownText, stateBadge } from "./fields.ts";

/** More would not fit into a card of Teams; nobody acts on more than that at once. */
export const MOST_FINDINGS = 8;

/** Why remote help is not possible, what to do about it, and who can: in words for its reader. */
export const eligibility = defineCard("eligibility", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  lead: humanText(400),
  findings: z
    .array(
      z.strictObject({
        title: ownText(60),
        sign: ownText(2),
        mark: ownText(20),
        tone: stateBadge.tone,
        sentence: humanText(300),
        remedy: humanText(300),
        hasWho: z.boolean(),
        /** Who can do it, in a sentence; "" when it is the reader. */
        who: ownText(60),
      }),
    )
    .max(MOST_FINDINGS),
  hasRest: z.boolean(),
  /** Findings beyond those, by title. */
  rest: ownText(800),
  hasFine: z.boolean(),
  /** How many conditions were met. */
  fine: ownText(60),
  level: z.enum(LEVELS),
  reason: humanText(200),
  lengths: ownChoices,
  minutes: ownText(4),
  canAskView: z.boolean(),
  canRequest: z.boolean(),
  hasActions: z.boolean(),
});
