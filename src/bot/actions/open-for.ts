import { z } from "zod";
import { openedForData } from "../../cards/queue.ts";
import { MOST_DETAILS, MOST_SUBJECT, NO_DEVICE } from "../../cards/request-form.ts";
import { languageOf, wordsFor } from "../../cards/text/words.ts";
import { URGENCIES } from "../../domain/ticket/events.ts";
import { idempotencyKey } from "../../domain/ticket/ids.ts";
import { personal } from "../../domain/ticket/person.ts";
import { defineAction } from "../define-action.ts";
import { entraId, maybeText, text } from "../fields.ts";
import { chosenFor, openerOf } from "../on-behalf.ts";
import { explain, perform } from "../perform.ts";

/**
 * A helper opens a request for another person, such as a caller. Only that person answers its questions, in their own
 * chat, where they also see who opened it.
 */
export const openFor = defineAction({
  verb: "open-for",
  data: z.object({
    form: z.guid(),
    person: entraId,
    subject: text(MOST_SUBJECT),
    device: z.string().max(100).catch(NO_DEVICE),
    deviceName: maybeText(100),
    urgency: z.enum(URGENCIES).catch("normal"),
    details: maybeText(MOST_DETAILS),
  }),
  async handle({ caller, data, scope }, deps) {
    const opener = await openerOf(caller, deps);
    if ("say" in opener) return opener;
    const { say } = wordsFor(caller);
    const chosen = await chosenFor(data.person, data, caller, deps);
    if ("say" in chosen) return chosen;
    const { sharer, device, obstacle } = chosen;
    if (sharer.id === caller.id) return { say: say("on-behalf.own") };
    const key = idempotencyKey(`form/${caller.id}/${data.form.toLowerCase()}`);
    const id = (await deps.store.appliedTo(key)) ?? (await deps.store.nextTicketId());
    const contact = await deps.addresses.contact(sharer.id);
    const now = deps.clock.now();
    const result = await perform(deps, id, key, {
      type: "OpenTicket",
      ticket: id,
      sharer,
      subject: personal(sharer.id, data.subject),
      details: data.details === null ? null : personal(sharer.id, data.details),
      urgency: data.urgency,
      device,
      language: languageOf({ ...deps.channelReader, ...contact }),
      actor: opener,
      at: now,
    });
    if (result.kind === "refused") return { say: explain(result.refusal, caller, deps) };
    const words = wordsFor(caller);
    const lead = [say("on-behalf.opened-lead", { name: words.name(sharer) }), obstacle]
      .filter(Boolean)
      .join(" ");
    if (scope.kind !== "personal") return { say: `${result.ticket.id}: ${lead}` };
    const reader = { id: caller.id, roles: opener.roles };
    return { show: { card: "queue", data: openedForData(result.ticket, lead, reader, now, words) } };
  },
});
