import { authority, openAsk } from "../../ticket/authority.ts";
import type { EndedSession, Ticket } from "../../ticket/ticket.ts";
import { MAY } from "../names.ts";
import type { Scene } from "../surface.ts";
import { jobTitleOf, moment, nameOf } from "../words.ts";
import { endLine } from "./end-line.ts";
import { lastSession, type Stage } from "./stage.ts";

/** One or two sentences for the sharer: what is so, and what comes next. */
export function sharerLead(ticket: Ticket, stage: Stage, scene: Scene): string {
  const clock = (at: number) => moment(at, scene.at, scene.readerOf(ticket.sharer.id));
  const helper = ticket.claim === null ? "A helper" : nameOf(ticket.claim.helper);
  const title = ticket.claim === null ? "" : jobTitleOf(ticket.claim.helper);
  switch (stage) {
    case "waiting":
      return ticket.helpers.length === 0
        ? "Your request is in the helpdesk channel. This card changes as soon as somebody picks it up."
        : "Your request is in the helpdesk channel again. This card changes as soon as somebody picks it up.";
    case "picked-up":
      return `${helper}${title === "" ? "" : ` (${title})`} looks after it. Nobody sees your screen before you say yes.`;
    case "blocked":
      return "The card about it says why, and who can put it right. Nobody has access to your screen.";
    case "asked":
      return `${helper} asks to see your screen. Answer on the card with the question; nobody has access until you say yes.`;
    case "live":
      return live(ticket, helper, scene);
    case "paused":
      return "Only you can resume it, on the card of the session. The approved time runs on.";
    case "declined":
      return `${helper} still has your request and can ask again. You decide each time.`;
    case "between":
      return over(lastSession(ticket), ticket, scene);
    case "resolved":
      return `Closed ${clock(ticket.closedAt ?? ticket.lastAt)}. If it is not fixed after all, reopen it.`;
    case "withdrawn":
      return `Closed ${clock(ticket.closedAt ?? ticket.lastAt)}. Type what is wrong to ask again.`;
  }
}

function live(ticket: Ticket, helper: string, scene: Scene): string {
  const { level } = authority(ticket, scene.at);
  const may = `${helper} may ${MAY[level ?? "view"]} now.`;
  const carried =
    scene.handOff === null || scene.handOff.enforced
      ? ""
      : ` ${scene.handOff.name} carries the screen: stopping here withdraws your approval; to cut the picture at once, ${lowerFirst(scene.handOff.endAtOnce)}`;
  const question = openAsk(ticket.session) === null ? "" : " A new question waits on its own card.";
  return `${may}${question}${carried}`;
}

function over(session: EndedSession | null, ticket: Ticket, scene: Scene): string {
  if (session === null) return "";
  return `${endLine(session, scene, scene.readerOf(ticket.sharer.id))}. Your request stays open.`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
