import { z } from "zod";
import { findTickets } from "../commands/find-tickets.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";
import { MOST_QUESTION } from "../search-terms.ts";

/** The next page of a search, or the first one again; searched afresh, with the rights of the caller. */
export const pageSearch = defineAction({
  verb: "page-search",
  data: z.strictObject({ question: z.string().max(MOST_QUESTION), before: wholeNumber }),
  handle: ({ caller, data }, deps) =>
    findTickets(data.question, data.before === 0 ? null : data.before, caller, deps),
});
