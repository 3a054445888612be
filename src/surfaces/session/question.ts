import type { CardContent } from "../../cards/catalog.ts";
import { explain } from "../../cards/findings.ts";
import type { TicketView } from "../../cards/view.ts";
import type { Level } from "../../domain/ticket/level.ts";
import type { Ask, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL, MAY_WITH_YOURS } from "../names.ts";
import { deviceOf, duration, jobTitleOf, nameOf, textOf } from "../words.ts";
import { clockOf, photoOf } from "./sessions.ts";

/** An open question, drawn for the only person who may answer it. */
export function question(
  ticket: Ticket,
  session: Session,
  ask: Ask,
  surface: string,
  view: TicketView,
): CardContent {
  const shared = askData(ticket, session, ask, surface, view);
  const name = nameOf(ask.by);
  if (ask.kind === "view") {
    return { card: "consent", data: { ...shared, heading: `May ${name} ${MAY_WITH_YOURS.view}?` } };
  }
  const words = ask.kind === "extension" ? moreTime(ask, name) : moreAccess(ask.level, name);
  return { card: "escalation", data: { ...shared, ...words } };
}

function askData(ticket: Ticket, session: Session, ask: Ask, surface: string, view: TicketView) {
  const { shorter } = view.policy;
  const { device } = session;
  const title = jobTitleOf(ask.by);
  return {
    ticket: ticket.id,
    version: ticket.version,
    surface,
    ask: ask.ask,
    hasTitle: title !== "",
    helperTitle: title,
    ...photoOf(ask.by, view),
    reason: textOf(ask.reason),
    device: deviceOf(device),
    length: duration(ask.length),
    answerBy: clockOf(ticket.sharer, view)(ask.answerBy),
    hasWarnings: ask.warnings.length > 0,
    warnings: ask.warnings.map((finding) => ({
      text: explain(finding, "sharer", view.wordsOf(ticket.sharer)).sentence,
    })),
    hasPhrase: ask.phrase !== null,
    choices: (ask.phrase?.choices ?? []).map((number) => ({ number })),
    hasShorter: ask.length > shorter,
    shorter: String(Math.round(shorter / 60_000)),
  };
}

function moreAccess(level: Level, name: string) {
  const elevation = level === "elevation";
  return {
    kind: "More access: your answer",
    heading: `May ${name} ${MAY_WITH_YOURS[level]}?`,
    covers: elevation
      ? "Mouse, keyboard, and answering administrator prompts"
      : "Using your mouse and keyboard while you watch",
    afterwards: "Back to view only by itself, or when you press Stop control",
    hasCaution: elevation,
    caution: elevation
      ? "Save your work first. If you end Remote Help yourself after administrator work, Windows may sign you out."
      : "",
  };
}

function moreTime({ level, length }: Ask, name: string) {
  return {
    kind: "More time: your answer",
    heading: `May ${name} go on for ${duration(length)} more?`,
    covers: `More time at the present level: ${LEVEL[level].toLowerCase()}`,
    afterwards: "It ends by itself, or when you press Stop everything",
    hasCaution: false,
    caution: "",
  };
}
