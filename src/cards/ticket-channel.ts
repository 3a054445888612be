import { z } from "zod";
import template from "../../cards/ticket-channel.json" with { type: "json" };
import { isLive } from "../domain/ticket/authority.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { defineCard } from "./define-card.ts";
import { kindOf, limitsOf } from "./devices.ts";
import type { Words } from "./text/words.ts";
import {
  askedAt,
  facts,
  humanText,
  nameInMarkdown,
  onSurface,
  ownText,
  row,
  sentBack,
  stateBadge,
} from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** The ticket in the helpdesk channel. Everybody there reads it: no details, no device name, no level. */
export const ticketChannel = defineCard("ticket-channel", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(300),
  facts,
  /** Who is to act, because it waits. Their Entra id is what Teams notifies; the name is what it shows. */
  mentions: z.array(z.strictObject({ id: z.guid(), name: nameInMarkdown(60) })).max(5),
  /** The background until it is picked up; its heading says the same in words. */
  tint: z.enum(["default", "warning", "attention"]),
  /** A closed request is one line. */
  isOpen: z.boolean(),
  isClosed: z.boolean(),
  canPickUp: z.boolean(),
  canStop: z.boolean(),
  /** A withdrawn request: lead and helper have no other card with this button. */
  canReopen: z.boolean(),
});

type Data = z.infer<typeof ticketChannel.data>;

/** How often it was posted again: reopened, given back, left by a silent helper, or not picked up in time. */
export const posts = ({ reopenings, formerClaims, waitSteps }: Ticket): number =>
  reopenings.length +
  formerClaims.filter(({ ended }) => ended === "given-back" || ended === "lapsed").length +
  waitSteps;

/** What was asked and answered between the two people is not said here; that a session exists is, so that a lead can stop it. */
export function channelContent(view: TicketView, key: string): Data {
  const { ticket, channelWords: words } = view;
  const { device, urgency, status } = ticket;
  const { say } = words;
  const canPickUp = status === "open";
  const isOpen = canPickUp || status === "claimed";
  const canStop = isLive(ticket.session);
  const canReopen = status === "withdrawn" && view.mayReopen;
  return {
    ...sentBack(view, key),
    ...stateOf(ticket, words),
    subject: words.quoted(ticket.subject),
    lead: holder(view),
    facts: [
      ...row(say("label.from"), words.name(ticket.sharer)),
      ...row(say("label.device"), device === null ? say("device.none") : kindOf(device, words)),
      ...row(say("label.session"), device === null || !canPickUp ? "" : limitsOf(device, words)),
      ...row(say("label.urgency"), canPickUp ? say(`urgency.${urgency}`) : ""),
      ...row(say("label.asked"), canPickUp ? askedAt(ticket, view.at, words) : ""),
    ],
    mentions: canPickUp ? view.called().map((person) => ({ id: person.id, name: words.name(person) })) : [],
    isOpen,
    isClosed: !isOpen,
    canPickUp,
    canStop,
    canReopen,
  };
}

function stateOf(
  { status, urgency, session, reopenings, helpers }: Ticket,
  { say }: Words,
): Pick<Data, "state" | "tone" | "tint" | "heading"> {
  const state = say(`status.${status}`);
  if (status === "resolved") return { state, tone: "good", tint: "default", heading: state };
  if (status === "withdrawn") return { state, tone: "default", tint: "default", heading: state };
  if (status === "claimed") {
    return {
      state,
      tone: "accent",
      tint: "default",
      heading: say(isLive(session) ? "channel.in-session" : "channel.picked-up"),
    };
  }
  const how = reopenings.length > 0 ? "reopened" : helpers.length > 0 ? "again" : "new";
  return urgency === "urgent"
    ? {
        state: say("channel.urgent"),
        tone: "attention",
        tint: "attention",
        heading: say(`channel.urgent-${how}`),
      }
    : { state, tone: "warning", tint: "warning", heading: say(`channel.${how}`) };
}

function holder({ ticket, channelWords: { say, name, moment }, at, absenceOf }: TicketView): string {
  const { claim, closedAt, status, helpers, withdrawnBy, sharer } = ticket;
  const closed = moment(closedAt ?? 0, at);
  const last = helpers.at(-1);
  if (claim !== null) {
    const helper = name(claim.helper);
    const pickedUp = say("channel.picked-up-by", { helper, time: moment(claim.since, at) });
    // The helper's own desk cannot say so: it does not reach them.
    return absenceOf(claim.helper.id) === null
      ? pickedUp
      : `${pickedUp} ${say("channel.out-of-reach", { helper })}`;
  }
  if (status === "withdrawn") {
    return say("channel.withdrawn", { name: name(withdrawnBy ?? sharer), time: closed });
  }
  if (status !== "resolved") return waitOf(ticket.waiting, (time) => moment(time, at), say);
  return last === undefined
    ? say("channel.closed", { time: closed })
    : say("channel.closed-after", { helper: name(last), time: closed });
}

/** `Waiting since 9:40 · posted again at 10:10 · leads called at 10:40` */
function waitOf(waiting: Ticket["waiting"], time: (at: number) => string, say: Words["say"]): string {
  if (waiting === null) return say("channel.waiting");
  return [
    say("channel.waiting-since", { time: time(waiting.since) }),
    ...waiting.steps.map(({ step, at }) => say(`channel.step-${step}`, { time: time(at) })),
  ].join(" · ");
}
