import { z } from "zod";
import { person } from "../ticket/person.ts";
import { act } from "./act.ts";
import { defineVerb } from "./conversation.ts";
import { entraId, maybeAboutSharer, maybeText, onTicket } from "./fields.ts";

/** The ticket goes to another helper; a live session ends first, because a consent names one helper. */
export const handOver = defineVerb({
  verb: "hand-over",
  data: z.strictObject({ ...onTicket, helper: entraId, note: maybeText(500) }),
  handle: (press, world) =>
    act(press, world, async (ticket) => {
      const { person: facts, roles } = await world.directory.staff(press.data.helper);
      return {
        type: "HandOver",
        to: person(press.data.helper, facts.displayName, facts.jobTitle),
        toRoles: roles,
        note: maybeAboutSharer(ticket, press.data.note),
      };
    }),
});
