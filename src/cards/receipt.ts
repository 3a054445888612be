import { z } from "zod";
import template from "../../cards/receipt.json" with { type: "json" };
import { accountFields, doneFields, levelLines } from "./account-fields.ts";
import { defineCard } from "./define-card.ts";
import { humanText, onSurface, ownText } from "./fields.ts";

/** What the sharer keeps of a session, or of a ticket that was resolved without one, and one question about it. */
export const receipt = defineCard("receipt", template, {
  ...onSurface,
  ...accountFields,
  ...levelLines,
  ...doneFields,
  /** The session that the question is about; 0 for none. */
  session: z.number().int(),
  hasSession: z.boolean(),
  helper: humanText(160),
  device: humanText(120),
  maySayEnded: z.boolean(),
  asks: z.boolean(),
  /** Who reads the answer. */
  readers: ownText(200),
  thanked: z.boolean(),
  thanks: ownText(),
});
