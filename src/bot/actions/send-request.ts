import { z } from "zod";
import { URGENCIES } from "../../domain/ticket/events.ts";
import { idempotencyKey, type TicketId } from "../../domain/ticket/ids.ts";
import { personal } from "../../domain/ticket/person.ts";
import { draw, perform } from "../act.ts";
import { type Action, type BotDeps, defineAction } from "../action.ts";
import { ownDevice } from "../device-choice.ts";
import { explain } from "../explain.ts";
import { maybeText, text } from "../fields.ts";

const Form = z.strictObject({
  form: z.guid(),
  subject: text(120),
  device: z.string().min(1, "choose a device, or help without a session").max(100),
  urgency: z.enum(URGENCIES),
  details: maybeText(2000),
});
type Form = z.infer<typeof Form>;

/**
 * The filled-in form becomes a ticket, and its message becomes the ticket card that stays true to the end. One form is
 * one ticket, also when its text was changed on another client meanwhile.
 */
export const sendRequest = defineAction({
  verb: "send-request",
  data: Form,
  handle: async (press, world) => {
    const { caller, data } = press;
    const chosen = await ownDevice(caller, data.device, world.directory);
    if ("problem" in chosen) return { say: chosen.problem };
    const name = idempotencyKey(`form/${caller.id}/${data.form.toLowerCase()}`);
    const id = (await world.store.appliedTo(name)) ?? (await newTicket(press, world));
    const { sharer, device } = chosen;
    const outcome = await perform(world, id, name, {
      type: "OpenTicket",
      ticket: id,
      sharer,
      subject: personal(sharer.id, data.subject),
      details: data.details === null ? null : personal(sharer.id, data.details),
      urgency: data.urgency,
      device,
      language: "en",
      actor: { person: sharer, roles: { helper: false, lead: false } },
      at: world.clock.now(),
    });
    if (outcome.kind === "refused") return { say: explain(outcome.refusal, caller, world) };
    const card = await draw(outcome.ticket, "ticket-sharer", caller, world);
    return card === null ? { say: `Your request is ${id}.` } : { show: card };
  },
});

/** The form's own message is taken over before the ticket exists, so that the delivery never posts a second card. */
async function newTicket({ messageId, scope }: Action<Form>, world: BotDeps): Promise<TicketId> {
  const id = await world.store.nextTicketId();
  if (messageId !== null && scope.kind === "personal") {
    const { address } = scope;
    const surface = {
      key: "ticket-sharer",
      address,
      activityId: messageId,
      hash: "",
      postedAt: world.clock.now(),
      outcomeUnknownUntil: null,
      repostRequested: false,
      sendCount: 0,
    };
    await world.deliveryStore.recordPosted(id, surface);
  }
  return id;
}
