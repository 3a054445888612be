import { z } from "zod";
import template from "../../cards/choose-request.json" with { type: "json" };
import type { TicketSummary } from "../ports/ticket-store.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText } from "./ticket-parts.ts";

export const MOST_CHOICES = 6;
/** Longer messages are sent from a request's own card: they would be repeated in each button here. */
export const MOST_CHOOSABLE = 1_000;

/** Which open request a typed message belongs to, when there are several; or none of them. */
export const chooseRequest = defineCard("choose-request", template, {
  text: humanText(200),
  said: z.string().max(MOST_CHOOSABLE),
  requests: z
    .array(
      z.strictObject({
        number: z.number().int(),
        subject: humanText(100),
        about: humanText(100),
        said: z.string().max(MOST_CHOOSABLE),
      }),
    )
    .max(MOST_CHOICES),
});

export function chooseRequestData(
  text: string,
  requests: readonly TicketSummary[],
  now: number,
  words: Words,
): z.infer<typeof chooseRequest.data> {
  const said = text.slice(0, MOST_CHOOSABLE);
  return {
    text,
    said,
    requests: requests.slice(0, MOST_CHOICES).map(({ id, subject, status, openedAt }) => ({
      number: Number(id.slice("BK-".length)),
      subject: subject || words.say("text.erased"),
      about: [
        id,
        words.say(`status.${status}`),
        words.say("list.since", { time: words.moment(openedAt, now) }),
      ].join(" · "),
      said,
    })),
  };
}
