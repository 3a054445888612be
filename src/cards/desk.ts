import { z } from "zod";
import template from "../../cards/desk.json" with { type: "json" };
import { isLive } from "../domain/ticket/authority.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Person } from "../domain/ticket/person.ts";
import { defineCard } from "./define-card.ts";
import { deskFacts, deskLead } from "./desk-texts.ts";
import type { Words } from "./text/words.ts";
import {
  facts,
  humanText,
  onSurface,
  ownChoices,
  ownText,
  STAGE_TONE,
  sentBack,
  stateBadge,
  viewLengths,
} from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** The helper's card for one ticket: what is so now, and what can be done next. */
export const desk = defineCard("desk", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(480),
  facts,
  /** Beside a question or a session facts and notes are folded, and the request is resolved under *More*. */
  inSession: z.boolean(),
  outOfSession: z.boolean(),
  /** What the person asked the helper to ask for. */
  hasWish: z.boolean(),
  wish: humanText(200),
  hasPhrase: z.boolean(),
  phrase: ownText(8),
  /** The first name. */
  sharer: humanText(30),
  /** The same on a button, where Markdown may be read. */
  ask: z.number().int().nonnegative(),
  session: z.number().int().nonnegative(),
  /** What the helper opens now, so that the screen really gets there. */
  hasSteps: z.boolean(),
  transport: ownText(40),
  steps: z.array(z.strictObject({ number: z.number().int(), text: ownText(300) })),
  links: z.array(z.strictObject({ title: ownText(20), url: z.url({ protocol: /^https$/ }) })),
  honesty: ownText(300),
  /** What the form to ask with starts with. */
  reason: humanText(200),
  lengths: ownChoices,
  minutes: ownText(4),
  hasNotes: z.boolean(),
  notes: z.array(z.strictObject({ note: humanText(300), written: humanText(120) })).max(3),
  /** Of the row, and under *More* besides what can be done with every request. */
  hasActions: z.boolean(),
  hasMore: z.boolean(),
  canTakeBack: z.boolean(),
  canAskView: z.boolean(),
  /** After a no: the questions are back when this is pressed after the wait. */
  hasToWait: z.boolean(),
  canSayStarted: z.boolean(),
  canSayEnded: z.boolean(),
  canRequestControl: z.boolean(),
  canRequestElevation: z.boolean(),
  canAskTime: z.boolean(),
  /** Under *More* while a question is open: with its *Cancel question* there would be four buttons in the row. */
  canStepDown: z.boolean(),
  mayStepDown: z.boolean(),
  canEnd: z.boolean(),
});

type Data = z.infer<typeof desk.data>;

const NOTES_SHOWN = 3;

export function deskContent(view: TicketView, holder: Person, words: Words): Data {
  const { ticket, stage, openAsk, lastSession } = view;
  const { say } = words;
  const phrase = openAsk?.phrase?.code ?? "";
  // While the session is paused nothing can be asked for, so the offer waits for the resume.
  const wanted = stage === "paused" ? null : ticket.wanted;
  return {
    ...sentBack(view, `desk:${holder.id}`),
    state: say(`desk.state.${stage}`),
    tone: STAGE_TONE[stage],
    heading: headingOf(view, words),
    subject: words.quoted(ticket.subject),
    lead: deskLead(view, words),
    facts: deskFacts(view, words),
    inSession: ticket.session !== null,
    outOfSession: ticket.session === null,
    hasWish: wanted !== null,
    wish: wanted === null ? "" : say(`desk.offered.${wanted}`, { sharer: words.name(ticket.sharer) }),
    hasPhrase: phrase !== "",
    phrase,
    sharer: words.firstName(ticket.sharer),
    ask: openAsk?.ask ?? 0,
    session: ticket.session?.number ?? lastSession?.number ?? 0,
    ...stepsOf(view, words),
    reason: words.text(lastSession?.asks[0]?.reason ?? ticket.subject),
    ...viewLengths(view.policy, words),
    ...notesOf(view, words),
    ...actionsOf(view, holder),
  };
}

function headingOf({ ticket, stage, authority, absenceOf }: TicketView, { say }: Words): string {
  if (stage === "live") return say(`ticket.approved.${authority.level ?? "view"}`);
  const cannotArrive = stage === "asked" && absenceOf(ticket.sharer.id) !== null;
  return say(cannotArrive ? "desk.heading.undeliverable" : `desk.heading.${stage}`);
}

/** What the helper opens now; none before a consent and during a pause. */
function stepsOf(
  { handOff, authority: { level } }: TicketView,
  { say }: Words,
): Pick<Data, "hasSteps" | "transport" | "steps" | "links" | "honesty"> {
  if (handOff === null || level === null) {
    return { hasSteps: false, transport: "", steps: [], links: [], honesty: "" };
  }
  const { name, enforced, helper } = handOff;
  const transport = say(`transport.${name}`);
  return {
    hasSteps: true,
    transport,
    steps: helper.map(({ text }, i) => ({ number: i + 1, text: say(`transport.${text}`) })),
    links: helper.flatMap(({ link }) =>
      link === null ? [] : [{ title: say(`transport.${link.title}`), url: link.url }],
    ),
    honesty: enforced ? say("desk.enforced") : say("desk.not-enforced", { transport }),
  };
}

function notesOf({ ticket, at }: TicketView, words: Words): Pick<Data, "notes" | "hasNotes"> {
  const newest = ticket.notes.slice(-NOTES_SHOWN).toReversed();
  return {
    hasNotes: newest.length > 0,
    notes: newest.map((note) => ({
      note: words.quoted(note.note),
      written: `${words.name(note.by)}, ${words.moment(note.at, at)}`,
    })),
  };
}

/** What the holder can do next. The card only mirrors the rules: every action is judged again. */
function actionsOf(view: TicketView, holder: Person) {
  const { ticket, authority, openAsk, denial, policy } = view;
  const { session } = ticket;
  const { level } = authority;
  // What was refused is asked again on the card that says why.
  const mayAsk = (wanted: Level) => wanted !== denial?.level;
  const hasToWait = view.askFrom != null && openAsk === null && ticket.device !== null;
  const mayAskMore = isLive(session) && level !== null && openAsk === null && !hasToWait;
  const canSayStarted = level !== null && session?.transport["helper-says-started"] === undefined;
  const isHigher = level !== null && level !== "view";
  // Administrator prompts can be answered on Windows only. Source: memdocs intune/remote-help/plan.md
  const hasElevation = session?.device.platform === "windows";
  const row = {
    canTakeBack: openAsk !== null,
    canAskView: session === null && ticket.device !== null && mayAsk("view") && !hasToWait,
    hasToWait,
    canRequestControl: mayAskMore && level === "view" && mayAsk("control"),
    canSayEnded: endIsUnsaid(view, holder),
    canStepDown: isHigher && openAsk === null,
    canEnd: isLive(session),
  };
  const more = {
    canSayStarted,
    canAskTime: mayAskMore && session.extensions < policy.extension.most,
    canRequestElevation: mayAskMore && level === "control" && hasElevation && mayAsk("elevation"),
    mayStepDown: isHigher && openAsk !== null,
  };
  return {
    ...row,
    ...more,
    hasActions: session !== null || Object.values(row).some(Boolean),
    hasMore: Object.values(more).some(Boolean),
  };
}

/** Access is withdrawn, and no report yet says that Remote Help is closed. */
function endIsUnsaid({ ticket, lastSession }: TicketView, holder: Person): boolean {
  if (ticket.session !== null || lastSession === null) return false;
  const { grants, helper, transport } = lastSession;
  if (grants.length === 0 || helper.id !== holder.id) return false;
  return transport["helper-says-ended"] === undefined && transport["end-confirmed"] === undefined;
}
