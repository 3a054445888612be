import { accountOf } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Feedback, Ticket } from "../../domain/ticket/ticket.ts";
import { OUTCOME } from "../names.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { deviceOf, nameOf, textOf } from "../words.ts";
import { readersOf } from "./feedback.ts";
import {
  CLOSE_IT,
  clockBeside,
  ending,
  endLines,
  levelLines,
  mayStillBeOpen,
  whenOf,
} from "./session-words.ts";
import { asLines, clockOf, noticeOn } from "./sessions.ts";

/** What the sharer keeps of a session, with one question about it. */
export function receiptSurface(ticket: Ticket, session: EndedSession, scene: RenderContext): CardSlot {
  const reader = scene.readerOf(ticket.sharer.id);
  const account = accountOf(session, scene.at);
  const clock = account === null ? clockOf(ticket.sharer, scene) : clockBeside(account, reader);
  const key = `receipt:${session.number}`;
  return toSharer(ticket, key, {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: key,
      session: session.number,
      heading: `Your session with ${nameOf(session.helper)} is over`,
      ending: ending(ticket, session, "sharer"),
      hasSession: true,
      helper: nameOf(session.helper),
      device: deviceOf(session.device),
      when: account === null ? "" : whenOf(account, reader),
      levels: asLines(account === null ? [] : levelLines(account, clock)),
      endLines: asLines([
        ...endLines(ticket, session, "sharer", clock),
        ...(mayStillBeOpen(session) ? [CLOSE_IT] : []),
      ]),
      maySayEnded: mayStillBeOpen(session),
      ...doneOn(ticket, session.number),
      ...questionOn(ticket, session.number),
      readers: readersOf(scene.summaryTo, account !== null),
    },
  });
}

/** A request that was resolved without anybody ever seeing the screen has a receipt too. */
export function receiptWithoutSession(ticket: Ticket, scene: RenderContext): readonly CardSlot[] {
  if (ticket.past.some(({ grants }) => grants.length > 0) || ticket.session !== null) return [];
  const about = ticket.past.at(-1)?.number ?? 0;
  const answered = ticket.feedback.some(({ session }) => session === about);
  if (ticket.status !== "resolved" && !answered && ticket.reopenings.length === 0) return [];
  return [toSharer(ticket, "receipt:0", withoutSession(ticket, about, answered, scene))];
}

function withoutSession(
  ticket: Ticket,
  session: number,
  answered: boolean,
  scene: RenderContext,
): CardSlot["content"] {
  const { resolution } = ticket;
  if (resolution === null && !answered) {
    return noticeOn(ticket, {
      heading: "Open again",
      text: "Your request was opened again after it was closed.",
    });
  }
  const closed = resolution === null ? "" : ` ${clockOf(ticket.sharer, scene)(resolution.at)}`;
  return {
    card: "receipt",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: "receipt:0",
      session,
      heading: resolution === null ? "Your request is open again" : `Your request was closed${closed}`,
      ending: "Nobody was allowed to see your screen.",
      helper: nameOf(resolution?.by ?? ticket.helpers.at(-1) ?? ticket.sharer),
      hasSession: false,
      device: "",
      when: "",
      levels: [],
      endLines: [],
      maySayEnded: false,
      ...doneOn(ticket, session),
      ...questionOn(ticket, session),
      readers: readersOf(scene.summaryTo, false),
    },
  };
}

const toSharer = ({ sharer }: Ticket, key: string, drawing: CardSlot["content"]): CardSlot => ({
  key,
  target: { kind: "person", person: sharer.id },
  alert: true,
  content: drawing,
});

/** The resolution stands on the newest session's receipt; it is not about those before. */
function doneOn({ resolution, past }: Ticket, session: number) {
  if (resolution === null || (past.at(-1)?.number ?? 0) !== session) {
    return { hasDone: false, done: "", outcome: "" };
  }
  return { hasDone: true, done: textOf(resolution.done), outcome: OUTCOME[resolution.outcome] };
}

function questionOn({ feedback }: Ticket, session: number) {
  const given = feedback.find((each) => each.session === session);
  if (given === undefined) return { asks: true, thanked: false, thanks: "" };
  return { asks: false, thanked: true, thanks: thanksFor(given) };
}

function thanksFor({ fixed, rating }: Feedback): string {
  const rated = rating === null ? "" : ` and ${rating} of 5`;
  return fixed
    ? `Thank you: you answered “fixed”${rated}.`
    : `Thank you: you answered “not fixed”${rated}. The helpdesk sees it.`;
}
