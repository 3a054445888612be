import { z } from "zod";
import { act } from "../act.ts";
import { defineAction } from "../action.ts";
import { aboutSharer, onTicket, text } from "../fields.ts";

/** A note for those who help, not for the sharer. */
export const addNote = defineAction({
  verb: "add-note",
  data: z.strictObject({ ...onTicket, note: text(2000) }),
  handle: (press, world) =>
    act(press, world, (ticket) => ({ type: "AddNote", note: aboutSharer(ticket, press.data.note) })),
});
