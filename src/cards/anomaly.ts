import { z } from "zod";
import template from "../../cards/anomaly.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./ticket-parts.ts";

export const MOST_EVIDENCE = 10;
export const MOST_PEOPLE_TOLD = 4;

/** Something in the store that is worth a look, for the audit channel. */
export const anomaly = defineCard("anomaly", template, {
  ...stateBadge,
  found: ownText(60),
  heading: ownText(80),
  seen: ownText(300),
  people: z.array(z.strictObject({ role: ownText(20), name: humanText(80) })).max(MOST_PEOPLE_TOLD),
  evidence: z
    .array(z.strictObject({ ticket: ownText(20), when: ownText(40), what: ownText(120) }))
    .max(MOST_EVIDENCE),
  hasRest: z.boolean(),
  rest: ownText(60),
  advice: ownText(300),
});
