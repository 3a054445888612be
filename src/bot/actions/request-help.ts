import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { maybeText } from "../fields.ts";
import { offerForm } from "../request-form.ts";

/** The form that becomes a ticket: empty, or with what was typed. */
export const requestHelp = defineAction({
  verb: "request-help",
  data: z.object({ message: maybeText(4_000) }),
  handle: ({ caller, scope, data }, deps) => offerForm(caller, scope, data.message ?? "", deps),
});
