import { z } from "zod";
import { contentOf } from "../../cards/slot.ts";
import { languageOf, wordsFor } from "../../cards/text/words.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import type { Action, BotDeps } from "../action.ts";
import { defineAction } from "../define-action.ts";
import { ownDevice } from "../devices.ts";
import { keyOfForm, openTicket, requestFields } from "../open-ticket.ts";
import { explain, unlessUnavailable } from "../perform.ts";

/** The filled-in form becomes a ticket, and its message becomes the sharer's ticket card. */
export const sendRequest = defineAction({
  verb: "send-request",
  data: z.object({ ...requestFields, device: z.string().min(1).max(100) }),
  async handle(action, deps) {
    const { caller, data } = action;
    const chosen = await ownDevice(caller, data.device, deps.directory);
    if ("problem" in chosen) return { say: chosen.problem };
    const key = keyOfForm(caller, data.form);
    const { sharer, device } = chosen;
    const applied = await deps.store.appliedTo(key);
    if (applied === null && (await hasTooManyOpen(sharer.id, deps))) {
      const { openRequests: most } = deps.policy.limits;
      return { say: explain(refuse("open_requests_full", { most }), caller, deps) };
    }
    const id = applied ?? (await newTicket(action, deps));
    const actor = { person: sharer, roles: { helper: false, lead: false } };
    const about = { sharer, device, language: languageOf(caller), actor };
    const result = await openTicket(id, key, data, about, deps);
    if (result.kind === "refused") return { say: explain(result.refusal, caller, deps) };
    // From a dialog on a message: nothing is shown in the chat of that message.
    if (action.scope.kind !== "personal") {
      return { say: wordsFor(caller).say("dialog.request-opened", { ticket: result.ticket.id }) };
    }
    const slot = await unlessUnavailable(deps, deps.slot(result.ticket, "ticket-sharer", caller.id));
    return slot === null
      ? { say: wordsFor(caller).say("bot.request-is", { ticket: id }) }
      : { show: contentOf(slot) };
  },
});

/** The store counts once more; here it is told before the form's message is taken for the card of a ticket. */
const hasTooManyOpen = async (sharer: PersonId, { store, policy }: BotDeps): Promise<boolean> =>
  (await store.openTicketsOf(sharer)).length >= policy.limits.openRequests;

/**
 * The form's own message is recorded as the ticket's card before the ticket exists, so that no second card is posted;
 * a message that holds another card stays that card's, and the ticket's card is posted.
 */
async function newTicket({ messageId, scope }: Action<unknown>, deps: BotDeps): Promise<TicketId> {
  const id = await deps.store.nextTicketId();
  if (messageId !== null && scope.kind === "personal") {
    const { address } = scope;
    await deps.deliveryStore.recordPosted(id, {
      key: "ticket-sharer",
      address,
      activityId: null,
      hash: "",
      postedAt: deps.clock.now(),
      outcomeUnknownUntil: null,
      repostRequested: false,
      sendCount: 0,
    });
    await deps.deliveryStore.adopt(id, "ticket-sharer", address.conversationId, messageId);
  }
  return id;
}
