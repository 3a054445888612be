import { z } from "zod";
import template from "../../cards/summary.json" with { type: "json" };
import { accountFields, doneFields, questionLines } from "./account-fields.ts";
import { defineCard } from "./define-card.ts";
import { humanText, ownText } from "./fields.ts";

/** One session for a manager: who, when, which levels for how long, which answers, and how it ended. */
export const summary = defineCard("summary", template, {
  ticket: ownText(20),
  ...accountFields,
  ...questionLines,
  ...doneFields,
  sharer: humanText(80),
  helper: humanText(160),
  hasSubject: z.boolean(),
  /** "" where the reader may not see what it was about. */
  subject: humanText(160),
  /** Model and system; a device's name often holds a person's. */
  device: humanText(120),
  hasFeedback: z.boolean(),
  /** `Sam Sharma says: fixed, 5 of 5` */
  feedback: humanText(120),
  hasComment: z.boolean(),
  comment: humanText(1_000),
  /** The picture: one lane per level that was approved. */
  lanes: z.array(
    z.strictObject({
      label: ownText(40),
      image: z.string().startsWith("data:image/png;base64,").max(2_000),
      altText: ownText(200),
      length: ownText(20),
    }),
  ),
  /** Both ends of the picture's axis. */
  from: ownText(40),
  to: ownText(40),
});
