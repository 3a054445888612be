import { z } from "zod";
import { openedForData } from "../../cards/queue.ts";
import { NO_DEVICE } from "../../cards/request-form.ts";
import { languageOf, wordsFor } from "../../cards/text/words.ts";
import { defineAction } from "../define-action.ts";
import { entraId, maybeText } from "../fields.ts";
import { chosenFor, openerOf } from "../on-behalf.ts";
import { keyOfForm, openTicket, requestFields } from "../open-ticket.ts";
import { explain } from "../perform.ts";

/**
 * A helper opens a request for another person, such as a caller. Only that person answers its questions, in their own
 * chat, where they also see who opened it.
 */
export const openFor = defineAction({
  verb: "open-for",
  data: z.object({
    ...requestFields,
    person: entraId,
    device: z.string().max(100).catch(NO_DEVICE),
    deviceName: maybeText(100),
    urgency: requestFields.urgency.catch("normal"),
  }),
  async handle({ caller, data, scope }, deps) {
    const opener = await openerOf(caller, deps);
    if ("say" in opener) return opener;
    const { say } = wordsFor(caller);
    const chosen = await chosenFor(data.person, data, caller, deps);
    if ("say" in chosen) return chosen;
    const { sharer, device, obstacle } = chosen;
    if (sharer.id === caller.id) return { say: say("on-behalf.own") };
    const key = keyOfForm(caller, data.form);
    const id = (await deps.store.appliedTo(key)) ?? (await deps.store.nextTicketId());
    const language = languageOf({ ...deps.channelReader, ...(await deps.addresses.contact(sharer.id)) });
    const result = await openTicket(id, key, data, { sharer, device, language, actor: opener }, deps);
    if (result.kind === "refused") return { say: explain(result.refusal, caller, deps) };
    const words = wordsFor(caller);
    const lead = [say("on-behalf.opened-lead", { name: words.name(sharer) }), obstacle]
      .filter(Boolean)
      .join(" ");
    if (scope.kind !== "personal") return { say: `${result.ticket.id}: ${lead}` };
    const reader = { id: caller.id, roles: opener.roles };
    return {
      show: { card: "queue", data: openedForData(result.ticket, lead, reader, deps.clock.now(), words) },
    };
  },
});
