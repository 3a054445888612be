import { z } from "zod";
import template from "../../cards/ticket-sharer.json" with { type: "json" };
import { URGENCIES } from "../domain/ticket/events.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { sessionsOf } from "../domain/ticket/session-account.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf } from "./devices.ts";
import { endLines } from "./session-words.ts";
import type { Words } from "./text/words.ts";
import {
  approvedNow,
  askedAt,
  facts,
  humanInput,
  humanText,
  onSurface,
  ownText,
  row,
  STAGE_TONE,
  sentBack,
  stateBadge,
} from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";
import { waitLine } from "./wait-line.ts";

/** The ticket as the person sees it who asked. It stays true from the request to the end. */
export const ticketSharer = defineCard("ticket-sharer", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(600),
  facts,
  /** What the form for more details starts with. */
  details: humanInput(4_000),
  urgency: z.enum(URGENCIES),
  /** After a no: the sharer can end the helper's wait. */
  canInvite: z.boolean(),
  inviteTo: z.enum(LEVELS),
  /** Another person opened it for the sharer, who can say that they did not ask for it. */
  canDisown: z.boolean(),
  /** After a wrong number: somebody may be posing as the helper. */
  canReport: z.boolean(),
  canStop: z.boolean(),
  canStepDown: z.boolean(),
  /** The sharer withdrew it. */
  canUndo: z.boolean(),
  canReopen: z.boolean(),
  /** Add to the request, or withdraw it. */
  canChange: z.boolean(),
  canChangeDevice: z.boolean(),
  isClosed: z.boolean(),
});

type Data = z.infer<typeof ticketSharer.data>;

/** The one card that the sharer keeps from the request to the end. */
export function sharerContent(view: TicketView, words: Words): Data {
  const { ticket, stage, mayReopen } = view;
  const { level } = view.authority;
  const { say } = words;
  const inSession = stage === "live" || stage === "paused";
  const isClosed = stage === "resolved" || stage === "withdrawn";
  const canChange = !inSession && !isClosed;
  return {
    ...sentBack(view, "ticket-sharer"),
    state: say(`sharer.state.${stage}`),
    tone: stage === "waiting" ? "accent" : STAGE_TONE[stage],
    heading: stage === "live" ? say(`ticket.approved.${level ?? "view"}`) : say(`sharer.heading.${stage}`),
    subject: words.text(ticket.subject),
    lead: [openedFor(view, words), leadOf(view, words)].filter(Boolean).join(" "),
    facts: factsOf(view, words),
    details: ticket.details?.text ?? "",
    urgency: ticket.urgency,
    canInvite: view.askFrom != null && ticket.claim !== null && view.openAsk === null && !isClosed,
    inviteTo: level === null ? "view" : "control",
    canDisown: isForeign(ticket) && !isClosed,
    canReport: sessionsOf(ticket).at(-1)?.asks.at(-1)?.answer?.outcome === "wrong-phrase",
    canStop: inSession,
    canStepDown: level !== null && level !== "view",
    canChangeDevice: canChange && ticket.session === null,
    canChange,
    canUndo: mayReopen && isUndoable(ticket),
    canReopen: mayReopen && !isUndoable(ticket),
    isClosed,
  };
}

const isUndoable = ({ status, withdrawnBy, sharer }: Ticket): boolean =>
  status === "withdrawn" && (withdrawnBy ?? sharer).id === sharer.id;

const isForeign = ({ openedBy, sharer }: Ticket): boolean => openedBy.id !== sharer.id;

/** A request that somebody did not write themselves says first whose it is. */
const openedFor = ({ ticket, at }: TicketView, { say, name, moment }: Words): string =>
  isForeign(ticket)
    ? say("sharer.opened-for", { helper: name(ticket.openedBy), time: moment(ticket.openedAt, at) })
    : "";

/** One or two sentences: what is so, and what comes next. */
function leadOf(view: TicketView, words: Words): string {
  const { ticket, stage, mayReopen, lastSession, at } = view;
  const { claim } = ticket;
  const { say } = words;
  const helper = claim === null ? say("sharer.a-helper") : words.name(claim.helper);
  const title = words.textOrNothing(claim?.helper.title ?? null);
  switch (stage) {
    case "waiting":
      if (!view.isInReach) return say("sharer.lead.out-of-reach");
      return [
        say(ticket.helpers.length === 0 ? "sharer.lead.waiting" : "sharer.lead.waiting-again"),
        waitLine(ticket.waiting, view, words),
      ]
        .join(" ")
        .trim();
    case "picked-up":
      if (claim !== null && view.absenceOf(claim.helper.id) !== null) {
        return say("sharer.lead.helper-out-of-reach", { helper });
      }
      return title === ""
        ? say("sharer.lead.picked-up", { helper })
        : say("sharer.lead.picked-up-title", { helper, title });
    case "live":
      return [liveLead(view, helper, words), ...carried(view, words)].join(" ");
    case "paused":
      return [say("sharer.lead.paused"), ...carried(view, words)].join(" ");
    case "between":
      return lastSession === null
        ? ""
        : [
            `${endLines(ticket, lastSession, "sharer", (time) => words.moment(time, at), words).join(" · ")}.`,
            say("sharer.lead.stays-open"),
          ].join(" ");
    case "blocked":
      return say("sharer.lead.blocked");
    case "declined":
      if (view.askFrom != null)
        return say("sharer.lead.declined-wait", { helper, time: words.moment(view.askFrom, at) });
      return say("sharer.lead.declined", { helper });
    case "asked":
      return say(`sharer.lead.${stage}`, { helper });
    case "withdrawn": {
      const closedAt = ticket.closedAt ?? ticket.lastAt;
      const time = words.moment(closedAt, at);
      if (isUndoable(ticket)) {
        const until = words.moment(closedAt + view.policy.reopenWindow, at);
        return mayReopen
          ? say("sharer.lead.withdrawn-undo", { time, until })
          : `${say("sharer.lead.withdrawn", { time })} ${say("sharer.lead.ask-again")}`;
      }
      const lead = say("sharer.lead.withdrawn-by", {
        name: words.name(ticket.withdrawnBy ?? ticket.sharer),
        time,
      });
      return `${lead} ${say(mayReopen ? "sharer.lead.may-reopen" : "sharer.lead.ask-again")}`;
    }
    case "resolved": {
      const time = words.moment(ticket.closedAt ?? ticket.lastAt, at);
      return say(mayReopen ? "sharer.lead.closed-reopen" : "sharer.lead.closed", { time });
    }
  }
}

function liveLead({ authority: { level, until }, openAsk, at }: TicketView, helper: string, words: Words) {
  const may = words.say(`helper-may-until.${level ?? "view"}`, {
    helper,
    until: words.moment(until ?? at, at),
  });
  return openAsk === null ? may : `${may} ${words.say("sharer.lead.new-question")}`;
}

/** Withdrawing the approval does not end Remote Help, so the card says how to end it there. */
const carried = ({ handOff }: TicketView, { say }: Words): string[] =>
  handOff === null || handOff.enforced
    ? []
    : [say("sharer.lead.stopping"), say(`transport.${handOff.endAtOnce}`)];

function factsOf({ ticket, openAsk, at }: TicketView, words: Words): Data["facts"] {
  const { claim, device, session, resolution } = ticket;
  const { say, moment } = words;
  return [
    ...row(say("label.approved"), session === null ? "" : approvedNow(session, at, words)),
    ...row(
      say("label.question"),
      openAsk === null ? "" : say("sharer.answer-by", { time: moment(openAsk.answerBy, at) }),
    ),
    ...row(
      say("label.helper"),
      claim === null
        ? ""
        : say("sharer.helper-since", { helper: words.name(claim.helper), time: moment(claim.since, at) }),
    ),
    ...row(say("label.outcome"), resolution === null ? "" : say(`outcome.${resolution.outcome}`)),
    ...row(say("label.work-done"), resolution === null ? "" : words.writes(resolution.by, resolution.done)),
    ...row(say("label.device"), device === null ? say("device.none") : deviceOf(device, words)),
    ...row(say("label.details"), words.textOrNothing(ticket.details)),
    ...row(say("label.urgency"), say(`urgency.${ticket.urgency}`)),
    ...row(say("label.asked"), askedAt(ticket, at, words)),
  ];
}
