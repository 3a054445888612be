import { z } from "zod";
import template from "../../cards/closing.json" with { type: "json" };
import { OUTCOMES } from "../domain/ticket/events.ts";
import { accountFields, levelLines } from "./account-fields.ts";
import { defineCard } from "./define-card.ts";
import { humanText, onSurface, ownText } from "./fields.ts";

/** After a session its helper says how it turned out and what was done. */
export const closing = defineCard("closing", template, {
  ...onSurface,
  ...accountFields,
  ...levelLines,
  subject: humanText(160),
  device: humanText(120),
  outcomes: z.array(z.strictObject({ title: ownText(80), value: z.enum(OUTCOMES) })),
});
