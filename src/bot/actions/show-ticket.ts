import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { ticketId } from "../../domain/ticket/ids.ts";
import { storyOf } from "../commands/show.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";

/**
 * The story of a ticket, for callers who may see it. Cards with this button are sent into any chat; outside the caller's
 * personal chat the story goes there, and the card in front of others stays as it is.
 */
export const showTicket = defineAction({
  verb: "show-ticket",
  data: z.object({ number: wholeNumber, page: wholeNumber.default(0) }),
  async handle({ caller, scope, data }, deps) {
    const id = ticketId(`BK-${data.number}`);
    const story = await storyOf(id, caller, deps, data.page);
    if (scope.kind === "personal" || !("show" in story)) return story;
    const { say } = wordsFor(caller);
    return (await deps.send(caller.id, story.show))
      ? { say: say("bot.story-in-our-chat", { ticket: id }) }
      : { say: say("bot.story-needs-chat") };
  },
});
