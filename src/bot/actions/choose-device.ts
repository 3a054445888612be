import { z } from "zod";
import { refuse } from "../../domain/ticket/refusal.ts";
import { isOver, notTheSharer } from "../../domain/ticket/rules/who.ts";
import { choiceOf } from "../../surfaces/device-words.ts";
import { NO_DEVICE } from "../../surfaces/request-form.ts";
import { textOf } from "../../surfaces/words.ts";
import { defineAction } from "../action.ts";
import { explain } from "../explain.ts";
import { onTicket } from "../fields.ts";
import { seeDevices } from "../see-devices.ts";

const MOST_CHOICES = 12;

/** The caller's own devices, to choose another one for their request. */
export const chooseDevice = defineAction({
  verb: "choose-device",
  data: z.strictObject(onTicket),
  handle: async ({ caller, data }, world) => {
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    if (ticket.sharer.id !== caller.id) return { say: explain(notTheSharer(ticket), caller, world) };
    if (isOver(ticket)) return { say: explain(refuse("ticket_over"), caller, world) };
    const { candidates } = await seeDevices(caller.id, world);
    if (candidates === null)
      return { say: "Your devices could not be read just now. Try again in a minute." };
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
              title: `${choiceOf(device)}${prospects.open.includes("view") ? "" : " · no session now"}`,
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
