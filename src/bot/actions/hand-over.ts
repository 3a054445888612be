import { z } from "zod";
import type { PersonId } from "../../domain/ticket/ids.ts";
import { person } from "../../domain/ticket/person.ts";
import { isOver } from "../../domain/ticket/rules/who.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import { act } from "../act.ts";
import { type BotDeps, defineAction } from "../action.ts";
import { entraId, maybeAboutSharer, maybeText, onTicket } from "../fields.ts";
import { rightToHelp } from "../right-to-help.ts";

/**
 * The ticket goes to another helper; a live session ends first, because a consent names one helper. Only who is on the
 * list that the card offers counts as one, whatever id was sent. Whoever may not help on the device is not given it, and
 * the giver is told why; a lead may insist.
 */
export const handOver = defineAction({
  verb: "hand-over",
  data: z.strictObject({
    ...onTicket,
    helper: entraId,
    note: maybeText(500),
    insists: z.enum(["true", "false"]).optional(),
  }),
  handle: (press, world) =>
    act(press, world, async (ticket) => {
      const { helper, note, insists } = press.data;
      const chosen = (await world.directory.helpers()).find(({ id }) => id === helper);
      return {
        type: "HandOver",
        to: person(helper, chosen?.displayName ?? "Whoever you chose", chosen?.jobTitle),
        toRoles: { helper: chosen !== undefined, lead: false },
        note: maybeAboutSharer(ticket, note),
        rights: chosen === undefined ? null : await rightsOf(helper, ticket, world),
        insists: insists === "true",
      };
    }),
});

/** Nothing is asked where another answer comes first. */
async function rightsOf(helper: PersonId, ticket: Ticket, world: BotDeps) {
  if (isOver(ticket) || helper === ticket.sharer.id || helper === ticket.claim?.helper.id) return null;
  return (await rightToHelp(helper, ticket, world)).rights;
}
