import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { onTicket } from "../fields.ts";
import { repeatForm } from "../request-form.ts";

/** On a closed request: a new form with its subject and device. The request and its card stay as they are. */
export const askAgain = defineAction({
  verb: "ask-again",
  by: "sharer",
  data: z.object(onTicket),
  show: ({ ticket, caller, deps }) => repeatForm(ticket, caller, deps),
});
