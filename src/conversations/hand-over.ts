import { z } from "zod";
import { person } from "../ticket/person.ts";
import { act } from "./act.ts";
import { defineVerb } from "./conversation.ts";
import { entraId, maybeAboutSharer, maybeText, onTicket } from "./fields.ts";

/**
 * The ticket goes to another helper; a live session ends first, because a consent names one helper. Only who is on the
 * list that the card offers counts as one, whatever id was sent.
 */
export const handOver = defineVerb({
  verb: "hand-over",
  data: z.strictObject({ ...onTicket, helper: entraId, note: maybeText(500) }),
  handle: (press, world) =>
    act(press, world, async (ticket) => {
      const { helper, note } = press.data;
      const chosen = (await world.directory.helpers()).find(({ id }) => id === helper);
      return {
        type: "HandOver",
        to: person(helper, chosen?.displayName ?? "Whoever you chose", chosen?.jobTitle),
        toRoles: { helper: chosen !== undefined, lead: false },
        note: maybeAboutSharer(ticket, note),
      };
    }),
});
