import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { offerForm } from "../request-form.ts";

/** The empty form that becomes a ticket. */
export const requestHelp = defineAction({
  verb: "request-help",
  data: z.object({}),
  handle: ({ caller, scope }, deps) => offerForm(caller, scope, deps),
});
