import { z } from "zod";
import { idempotencyKey } from "../../domain/ticket/ids.ts";
import { CONTACT_WAYS } from "../../ports/incident-store.ts";
import { verifyCard } from "../commands/verify.ts";
import { defineAction } from "../define-action.ts";
import { maybeText } from "../fields.ts";
import { reportIncident } from "../report-incident.ts";

/** Records a report about a person who claimed to be from the helpdesk. The card then still shows the person's helpers and *Stop*. */
export const reportIncidentAction = defineAction({
  verb: "report-incident",
  data: z.object({
    form: z.guid(),
    how: z.enum(CONTACT_WAYS).catch("other"),
    asked: maybeText(1_000),
    name: maybeText(100),
  }),
  async handle({ caller, data }, deps) {
    const key = idempotencyKey(`report/${caller.id}/${data.form.toLowerCase()}`);
    const said = await reportIncident(key, caller, data, deps);
    return { show: await verifyCard(caller, deps, said) };
  },
});
