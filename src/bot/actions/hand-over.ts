import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { isOver } from "../../domain/ticket/authority.ts";
import { person } from "../../domain/ticket/person.ts";
import { rightToHelp } from "../asking.ts";
import { defineAction } from "../define-action.ts";
import { aboutSharer, entraId, maybeText, onTicket } from "../fields.ts";

/**
 * The ticket goes to another helper. A live session ends first, because a consent names one helper. Only members of the
 * helpers' group are accepted, so a made-up id is refused. A helper who may not help on the device is refused with the reason,
 * unless a lead insists.
 */
export const handOver = defineAction({
  verb: "hand-over",
  type: "HandOver",
  data: z.object({
    ...onTicket,
    helper: entraId,
    note: maybeText(500),
    insists: z.enum(["true", "false"]).nullish(),
  }),
  async command({ ticket, caller, data: { helper, note, insists }, deps }) {
    const chosen = (await deps.directory.helpers()).find(({ id }) => id === helper);
    const isRefusedAnyway =
      isOver(ticket) || helper === ticket.sharer.id || helper === ticket.claim?.helper.id;
    const { rights } =
      chosen === undefined || isRefusedAnyway ? { rights: null } : await rightToHelp(helper, ticket, deps);
    return {
      type: "HandOver",
      to: person(
        helper,
        chosen?.displayName ?? wordsFor(caller).say("bot.not-a-colleague"),
        chosen?.jobTitle,
      ),
      toRoles: { helper: chosen !== undefined, lead: false },
      note: aboutSharer(ticket, note),
      rights,
      insists: insists === "true",
    };
  },
});
