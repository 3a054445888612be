import { z } from "zod";
import { refuse } from "../../domain/ticket/refusal.ts";
import { notTheSharer } from "../../domain/ticket/rules/who.ts";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { ownDevice } from "../device-choice.ts";
import { explain } from "../explain.ts";
import { onTicket } from "../fields.ts";

/** The request is about another device of its owner's. Theirs alone to say: nobody else's device can get in here. */
export const changeDevice = defineAction({
  verb: "change-device",
  data: z.strictObject({ ...onTicket, device: z.string().min(1, "choose a device, or none").max(100) }),
  handle: async (press, world) => {
    const { caller, data } = press;
    const ticket = await world.store.read(data.ticket);
    if (ticket === null) return { say: explain(refuse("no_such_ticket"), caller, world) };
    if (ticket.sharer.id !== caller.id) return { say: explain(notTheSharer(ticket), caller, world) };
    const chosen = await ownDevice(caller, data.device, world.directory);
    if ("problem" in chosen) return { say: chosen.problem };
    return act(press, world, ({ subject, details, urgency }) => ({
      type: "AmendTicket",
      subject,
      details,
      urgency,
      device: chosen.device,
    }));
  },
});
