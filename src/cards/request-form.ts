import { z } from "zod";
import template from "../../cards/request-form.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanChoices, humanText, ownText } from "./fields.ts";

/** The request, before there is a ticket. */
export const requestForm = defineCard("request-form", template, {
  /** Makes one form one request, however often it is sent. */
  form: z.guid(),
  subject: humanText(120),
  /** With `none` among them: help without a session. */
  devices: humanChoices,
  /** The device that is chosen beforehand, or `none`. */
  device: ownText(40),
  hasRemark: z.boolean(),
  remark: ownText(300),
});
