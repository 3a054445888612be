import { z } from "zod";
import { refuse } from "../../domain/ticket/refusal.ts";
import { isOver, notTheSharer } from "../../domain/ticket/rules/who.ts";
import { choiceOf } from "../../surfaces/device-words.ts";
import { NO_DEVICE } from "../../surfaces/request-form.ts";
import { textOf } from "../../surfaces/words.ts";
import { defineAction } from "../define-action.ts";
import { seeDevices } from "../devices.ts";
import { onTicket } from "../fields.ts";

const MOST_CHOICES = 12;

/** The caller's own devices, to choose another one for their request. */
export const chooseDevice = defineAction({
  verb: "choose-device",
  data: z.object(onTicket),
  async show({ ticket, caller, data, deps }) {
    if (ticket.sharer.id !== caller.id) return notTheSharer(ticket);
    if (isOver(ticket)) return refuse("ticket_over");
    const { candidates } = await seeDevices(caller.id, deps);
    if (candidates === null) {
      return { say: "Your devices could not be read just now. Try again in a minute." };
    }
    const all = candidates.map(({ device }) => device);
    return {
      show: {
        card: "change-device",
        data: {
          ticket: ticket.id,
          version: ticket.version,
          surface: data.surface,
          subject: textOf(ticket.subject),
          devices: [
            ...candidates.slice(0, MOST_CHOICES).map(({ device, prospects }) => ({
              title: `${choiceOf(device, all, deps.clock.now())}${prospects.open.includes("view") ? "" : " · no session now"}`,
              value: device.id as string,
            })),
            { title: "No device: help without a session", value: NO_DEVICE },
          ],
          device: ticket.device?.id ?? NO_DEVICE,
        },
      },
    };
  },
});
