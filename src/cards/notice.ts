import { z } from "zod";
import template from "../../cards/notice.json" with { type: "json" };
import { defineCard } from "./define-card.ts";

/** One thing that happened and needs no answer; also what a settled question turns into. */
export const notice = defineCard("notice", template, {
  hasTicket: z.boolean(),
  /** The ticket's number, or "" */
  ticket: z.string(),
  heading: z.string().min(1),
  text: z.string(),
});
