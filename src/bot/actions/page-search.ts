import { z } from "zod";
import { defineAction } from "../action.ts";
import { findTickets } from "../commands/find-tickets.ts";
import { wholeNumber } from "../fields.ts";
import { MOST_QUESTION } from "../search-terms.ts";

/** The next page of what was found, or the first one again; asked afresh, with the rights of who presses. */
export const pageSearch = defineAction({
  verb: "page-search",
  data: z.strictObject({ question: z.string().max(MOST_QUESTION), before: wholeNumber }),
  handle: ({ caller, data }, world) =>
    findTickets(data.question, data.before === 0 ? null : data.before, caller, world),
});
