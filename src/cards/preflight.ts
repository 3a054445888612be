import { z } from "zod";
import template from "../../cards/preflight.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./fields.ts";
import { reasons } from "./reason-fields.ts";

/** More devices would not fit; the best come first. */
export const MOST_DEVICES = 4;
export const MOST_CHANGES = 3;

/** Which level could be asked for on which device now, and the least that would open the others. */
export const preflight = defineCard("preflight", template, {
  /** Whom it is about, for the button that checks again. */
  person: z.guid(),
  ...stateBadge,
  heading: ownText(60),
  lead: humanText(300),
  hasGeneral: z.boolean(),
  /** What stands in the way on every device. */
  general: reasons(MOST_CHANGES),
  devices: z
    .array(
      z.strictObject({
        name: humanText(60),
        about: humanText(200),
        levels: z.array(z.strictObject({ level: ownText(40), tone: stateBadge.tone })).max(3),
        through: ownText(160),
        changes: reasons(MOST_CHANGES),
      }),
    )
    .max(MOST_DEVICES),
  hasRest: z.boolean(),
  rest: ownText(200),
  checked: ownText(80),
  canAskForHelp: z.boolean(),
});
