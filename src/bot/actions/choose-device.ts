import { z } from "zod";
import { deviceChoices, NO_DEVICE } from "../../cards/request-form.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { isOver } from "../../domain/ticket/authority.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import { defineAction } from "../define-action.ts";
import { seeDevices } from "../devices.ts";
import { onTicket } from "../fields.ts";

/** The caller's own devices, to choose another one for their request. */
export const chooseDevice = defineAction({
  verb: "choose-device",
  by: "sharer",
  data: z.object(onTicket),
  async show({ ticket, caller, data, deps }) {
    if (isOver(ticket)) return refuse("ticket_over");
    const { candidates } = await seeDevices(caller.id, deps);
    const words = wordsFor(caller);
    if (candidates === null) return { say: words.say("change-device.unread") };
    return {
      show: {
        card: "change-device",
        data: {
          ticket: ticket.id,
          version: ticket.version,
          surface: data.surface,
          subject: words.text(ticket.subject),
          devices: deviceChoices(candidates, deps.clock.now(), words),
          device: ticket.device?.id ?? NO_DEVICE,
        },
      },
    };
  },
});
