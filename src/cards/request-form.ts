import { z } from "zod";
import template from "../../cards/request-form.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanChoices, humanText, ownText } from "./fields.ts";
import { reasons } from "./reason-fields.ts";

/** As many devices are described; the list to choose from may hold more. */
export const MOST_DESCRIBED = 4;

export const MOST_SUBJECT = 120;
/** A message of this length fits whole: Beckon reads 4,000 characters of one. */
export const MOST_DETAILS = 4_000;

/** The request, before there is a ticket. */
export const requestForm = defineCard("request-form", template, {
  /** Makes one form one request, however often it is sent. */
  form: z.guid(),
  subject: humanText(MOST_SUBJECT),
  details: humanText(MOST_DETAILS),
  /** With `none` among them: help without a session. */
  devices: humanChoices,
  /** The device that is chosen beforehand, or `none`. */
  device: ownText(40),
  hasRemark: z.boolean(),
  remark: ownText(300),
  /** What stands in the way on every device. */
  reasons: reasons(3),
  /** What a session can be on each device, or what stands against one there. */
  described: z
    .array(
      z.strictObject({
        name: humanText(60),
        about: humanText(160),
        isOpen: z.boolean(),
        isShut: z.boolean(),
        session: ownText(160),
        reasons: reasons(2),
      }),
    )
    .max(MOST_DESCRIBED),
});
