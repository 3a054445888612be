import { z } from "zod";
import template from "../../cards/hand-over.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanChoices, humanText, onSurface, ownText } from "./ticket-parts.ts";

/** To whom the holder gives the ticket. */
export const handOver = defineCard("hand-over", template, {
  ...onSurface,
  /** What the reader does: hand over their own request, or reassign another helper's. */
  heading: ownText(40),
  subject: humanText(120),
  hasHelpers: z.boolean(),
  noHelpers: z.boolean(),
  helpers: humanChoices,
  /** A lead may give it to a helper who could not start a session on the device. */
  mayInsist: z.boolean(),
  hasRemark: z.boolean(),
  /** What happens to a session that is live, and who is not in the list. */
  remark: ownText(200),
});
