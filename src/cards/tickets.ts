import { z } from "zod";
import template from "../../cards/tickets.json" with { type: "json" };
import type { TicketSummary } from "../ports/ticket-store.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText, STATUS_TONE, stateBadge } from "./ticket-parts.ts";

export const MOST_ROWS = 10;

/** A person's requests, newest first: the answer to a typed `status` or `history`. Open ones have their card to show. */
export const tickets = defineCard("tickets", template, {
  heading: ownText(60),
  isEmpty: z.boolean(),
  empty: ownText(200),
  rows: z
    .array(
      z.strictObject({
        number: z.number().int(),
        ticket: ownText(20),
        subject: humanText(120),
        since: ownText(60),
        canBring: z.boolean(),
        ...stateBadge,
      }),
    )
    .max(MOST_ROWS),
});

/** @param heading says which requests these are, @param empty what stands there when there are none. */
export function ticketsData(
  summaries: readonly TicketSummary[],
  { heading, empty }: { readonly heading: string; readonly empty: string },
  now: number,
  words: Words,
): z.infer<typeof tickets.data> {
  return {
    heading,
    isEmpty: summaries.length === 0,
    empty,
    rows: summaries.slice(0, MOST_ROWS).map(({ id, subject, status, openedAt }) => ({
      number: Number(id.slice("BK-".length)),
      ticket: id,
      subject,
      since: words.say("list.since", { time: words.moment(openedAt, now) }),
      state: words.say(`status.${status}`),
      tone: STATUS_TONE[status],
      canBring: status === "open" || status === "claimed",
    })),
  };
}
