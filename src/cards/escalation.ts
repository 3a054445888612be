import { z } from "zod";
import template from "../../cards/escalation.json" with { type: "json" };
import { askFields } from "./ask-fields.ts";
import { defineCard } from "./define-card.ts";
import { ownText } from "./fields.ts";

/** A question inside a live session: control, administrator control, or more time. */
export const escalation = defineCard("escalation", template, {
  ...askFields,
  /** `More access`, `More time` */
  kind: ownText(40),
  covers: ownText(),
  afterwards: ownText(),
  hasCaution: z.boolean(),
  /** What a yes can cost that nobody expects, or "" */
  caution: ownText(),
});
