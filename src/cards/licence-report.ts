import { z } from "zod";
import template from "../../cards/licence-report.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText, stateBadge } from "./fields.ts";

/** More names would not fit into a card; the command lists all of them. */
export const MOST_PEOPLE = 12;

/** For leads only: it names people. */
export const licenceReport = defineCard("licence-report", template, {
  ...stateBadge,
  checked: ownText(80),
  heading: ownText(60),
  groups: z
    .array(
      z.strictObject({
        title: ownText(60),
        sum: ownText(120),
        people: z.array(z.strictObject({ name: humanText(80), about: humanText(200) })).max(MOST_PEOPLE),
        hasRest: z.boolean(),
        rest: ownText(120),
      }),
    )
    .length(2),
  hasFindings: z.boolean(),
  noFindings: z.boolean(),
  findings: z.array(z.strictObject({ title: ownText(60), times: ownText(120) })).max(5),
});
