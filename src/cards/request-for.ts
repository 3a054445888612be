import { z } from "zod";
import template from "../../cards/request-for.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { MOST_DETAILS, MOST_SUBJECT } from "./request-form.ts";
import { humanChoices, humanInput, humanText, ownText } from "./ticket-parts.ts";

/** A request that a helper opens for another person, before there is a ticket. */
export const requestFor = defineCard("request-for", template, {
  /** Makes one form one request, however often it is sent. */
  form: z.guid(),
  person: ownText(40),
  name: humanText(80),
  about: humanText(120),
  subject: humanInput(MOST_SUBJECT),
  details: humanInput(MOST_DETAILS),
  /** With `none` among them: help without a session. */
  devices: humanChoices,
  device: ownText(40),
  hasRemark: z.boolean(),
  remark: ownText(300),
});
