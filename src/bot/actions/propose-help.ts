import { z } from "zod";
import { MOST_QUOTED, propose } from "../ask-about.ts";
import { defineAction } from "../define-action.ts";
import { entraId, maybeText } from "../fields.ts";
import { messageLink } from "../message-link.ts";
import { openerOf } from "../on-behalf.ts";

/** A helper suggests help to the author of a message; only the author opens the request. */
export const proposeHelp = defineAction({
  verb: "propose-help",
  data: z.object({
    form: z.guid(),
    person: entraId,
    message: maybeText(MOST_QUOTED),
    link: z.unknown().optional().transform(messageLink),
  }),
  async handle({ caller, data }, deps) {
    const opener = await openerOf(caller, deps);
    if ("say" in opener) return opener;
    const form = data.form.toLowerCase();
    return { say: await propose({ ...data, form, message: data.message ?? "" }, caller, deps) };
  },
});
