import type { TicketView } from "../../cards/view.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import type { EndedSession, Ticket } from "../../domain/ticket/ticket.ts";
import { MAY_WITH_YOURS } from "../names.ts";
import { endLines } from "../session/session-words.ts";
import { clockOf } from "../session/sessions.ts";
import { jobTitleOf, nameOf } from "../words.ts";
import { lastSession, type Stage } from "./stage.ts";

/** One or two sentences for the sharer: what is so, and what comes next. */
export function sharerLead(ticket: Ticket, stage: Stage, view: TicketView): string {
  const clock = clockOf(ticket.sharer, view);
  const closed = clock(ticket.closedAt ?? ticket.lastAt);
  const helper = ticket.claim === null ? "A helper" : nameOf(ticket.claim.helper);
  const title = ticket.claim === null ? "" : jobTitleOf(ticket.claim.helper);
  switch (stage) {
    case "waiting":
      if (!view.isInReach) {
        return "Waiting: the helpdesk channel can't be reached, so no helper sees your request yet. It's saved and goes there as soon as possible. If it can't wait, call the helpdesk.";
      }
      return ticket.helpers.length === 0
        ? "Your request is waiting for a helper. This card changes as soon as somebody picks it up."
        : "Your request is waiting for a helper again. This card changes as soon as somebody picks it up.";
    case "picked-up":
      if (ticket.claim !== null && view.absenceOf(ticket.claim.helper.id) !== null) {
        return `${helper} picked up your request, but can't work on it yet: Beckon has no chat with them. They have been asked to open it.`;
      }
      return `${helper}${title === "" ? "" : ` (${title})`} looks after it. Nobody sees your screen before you say yes.`;
    case "blocked":
      return "The card about it says why, and who can put it right. Nothing is approved.";
    case "asked":
      return `${helper} asks to see your screen. Answer on the card with the question; nothing is approved until you say yes.`;
    case "live":
      return live(ticket, helper, view);
    case "paused":
      return `Only you can resume it, on the card of the session; the approved time runs on.${carried(view)}`;
    case "declined":
      return `${helper} still has your request and can ask again. You decide each time.`;
    case "between":
      return over(lastSession(ticket), ticket, view);
    case "resolved":
      return mayReopen(ticket, view)
        ? `Closed ${closed}. If it is not fixed after all, reopen it.`
        : `Closed ${closed}. Type what is wrong to ask again.`;
    case "withdrawn":
      return `Closed ${closed}. Type what is wrong to ask again.`;
  }
}

export const mayReopen = ({ status, closedAt }: Ticket, { at, policy }: TicketView): boolean =>
  status === "resolved" && closedAt !== null && at - closedAt <= policy.reopenWindow;

function live(ticket: Ticket, helper: string, view: TicketView): string {
  const { level, until } = authority(ticket, view.at);
  const end = clockOf(ticket.sharer, view)(until ?? view.at);
  const question = openAsk(ticket.session) === null ? "" : " A new question waits on its own card.";
  return `${helper} may ${MAY_WITH_YOURS[level ?? "view"]} until ${end}.${question}${carried(view)}`;
}

/** Where somebody else carries the screen, taking the approval back cuts nothing by itself: say how to. */
function carried({ ticket, handOff, wordsOf }: TicketView): string {
  if (handOff === null || handOff.enforced) return "";
  return ` Stopping takes your approval back. ${wordsOf(ticket.sharer).say(`transport.${handOff.endAtOnce}`)}`;
}

function over(session: EndedSession | null, ticket: Ticket, view: TicketView): string {
  if (session === null) return "";
  return `${endLines(ticket, session, "sharer", clockOf(ticket.sharer, view)).join(" · ")}. Your request stays open.`;
}
