import { z } from "zod";
import template from "../../cards/propose-help.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** A helper's suggestion to the author of a message, before it is sent. */
export const proposeHelp = defineCard("propose-help", template, {
  /** Makes one form one suggestion, however often it is sent. */
  form: z.guid(),
  person: ownText(40),
  name: humanText(80),
  quote: humanText(1_010),
  /** As it is sent back: the author gets their own words. */
  message: z.string().max(1_000),
  link: z.string().max(1_000),
});
