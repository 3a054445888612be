import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { aboutSharer, onTicket, text } from "../fields.ts";

/** A note for helpers, not for the sharer. */
export const addNote = defineAction({
  verb: "add-note",
  type: "AddNote",
  data: z.object({ ...onTicket, note: text(2000) }),
  command: ({ ticket, data }) => ({ type: "AddNote", note: aboutSharer(ticket, data.note) }),
});
