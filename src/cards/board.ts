import type { z } from "zod";
import template from "../../cards/board.json" with { type: "json" };
import type { Backlog } from "../ports/ticket-store.ts";
import { defineCard } from "./define-card.ts";
import { backlogLine } from "./queue.ts";
import type { Words } from "./text/words.ts";
import { ownText } from "./ticket-parts.ts";

/** The queue in one line, for the helpdesk channel: numbers and times, no names. */
export const board = defineCard("board", template, { heading: ownText(60), lead: ownText(160) });

export const boardData = (backlog: Backlog, now: number, words: Words): z.infer<typeof board.data> => ({
  heading: words.say("board.heading"),
  lead: backlogLine(backlog, now, words),
});
