import { z } from "zod";
import template from "../../cards/welcome.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText } from "./fields.ts";

/** What Beckon is and what it never does: the first card that a person sees. */
export const welcome = defineCard("welcome", template, {
  greeting: humanText(300),
  /** What can be typed instead of pressed. */
  commands: z.array(z.strictObject({ name: ownText(20), summary: ownText(120) })).max(12),
});
