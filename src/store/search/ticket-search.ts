import type { TicketSearch } from "../../ports/ticket-search.ts";
import type { Database } from "../database.ts";
import { diaryOf } from "./diary.ts";
import { searchTickets } from "./search-tickets.ts";

export const createTicketSearch = (database: Database): TicketSearch => ({
  search: (query) => searchTickets(database, query),
  diaryOf: (sharer, page) => diaryOf(database, sharer, page),
});
