import type { CardData } from "../../cards/catalog.ts";
import type { SummaryTo } from "../../cards/view.ts";
import type { EndedSession, Feedback, Ticket } from "../../domain/ticket/ticket.ts";
import { nameOf, textOrNothing } from "../words.ts";

const answerTo = ({ feedback }: Ticket, { number }: EndedSession): Feedback | null =>
  feedback.find(({ session }) => session === number) ?? null;

/** `Sam Sharma says: fixed, 5 of 5`; "" before the answer. */
export function feedbackLine(ticket: Ticket, session: EndedSession): string {
  const given = answerTo(ticket, session);
  if (given === null) return "";
  const rated = given.rating === null ? "" : `, ${given.rating} of 5`;
  return `${nameOf(ticket.sharer)} says: ${given.fixed ? "fixed" : "not fixed"}${rated}`;
}

/**
 * Who reads an answer, told before it is given. @param hasSummary a request without any access has none.
 */
export function readersOf(to: SummaryTo, hasSummary: boolean): string {
  const helpdesk = "Your helper and the leads of the helpdesk read this, with your name";
  if (!hasSummary) return `${helpdesk}.`;
  if (to === "helpers-manager") {
    return "Your helper, the leads of the helpdesk and your helper's manager read this, with your name.";
  }
  const who = to === "sharers-manager" ? "Your own manager" : "A channel for summaries";
  return `${helpdesk}. ${who} gets your answer and the rating, and not what you add.`;
}

type Feed = Pick<CardData<"summary">, "hasFeedback" | "feedback" | "hasComment" | "comment">;

/** What was written besides is for the manager of who helped, and for nobody else. */
export function feedbackOn(ticket: Ticket, session: EndedSession, to: SummaryTo): Feed {
  const feedback = feedbackLine(ticket, session);
  const comment = to === "helpers-manager" ? textOrNothing(answerTo(ticket, session)?.comment ?? null) : "";
  return { hasFeedback: feedback !== "", feedback, hasComment: comment !== "", comment };
}
