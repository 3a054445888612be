import { toYes } from "../domain/eligibility/judge.ts";
import { TRANSPORT_FACTS } from "../domain/ticket/events.ts";
import { checkInOf, complianceOf, deviceOf } from "./devices.ts";
import { explain } from "./findings.ts";
import { ending, endLines, unchecked } from "./session-words.ts";
import type { Words } from "./text/words.ts";
import { approvedNow, askedAt, row } from "./ticket-parts.ts";
import type { Stage, TicketView } from "./view.ts";

const CLOSED: ReadonlySet<Stage> = new Set(["waiting", "resolved", "withdrawn"]);

/** A few sentences for the holder: what is so, and what comes next. */
export function deskLead(view: TicketView, words: Words): string {
  const { ticket, stage, absenceOf } = view;
  const absence = CLOSED.has(stage) ? null : absenceOf(ticket.sharer.id);
  const away =
    absence === null ? "" : words.say(`desk.absent.${absence}`, { sharer: words.name(ticket.sharer) });
  return [away, answerDue(view, words), ...present(view, words), wait(view, words)].filter(Boolean).join(" ");
}

/** Somebody who is silent is told until when they can answer. */
function answerDue({ ticket: { claim, sharer }, at }: TicketView, words: Words): string {
  if (claim?.reminded !== "answer" || claim.leaseUntil === null) return "";
  const time = words.moment(claim.leaseUntil, at);
  return words.say("desk.lead.answer-by", { sharer: words.firstName(sharer), time });
}

/** After a no the helper is told from when on they can ask again, and how the sharer can shorten it. */
function wait({ ticket, askFrom, openAsk, at }: TicketView, words: Words): string {
  if (askFrom == null || openAsk !== null) return "";
  return words.say("desk.ask-from", {
    time: words.moment(askFrom, at),
    sharer: words.firstName(ticket.sharer),
  });
}

function present(view: TicketView, words: Words): readonly string[] {
  const { ticket, stage, openAsk, lastSession, at } = view;
  const { say } = words;
  const sharer = words.name(ticket.sharer);
  const first = words.firstName(ticket.sharer);
  switch (stage) {
    case "picked-up":
      return pickedUp(view, words);
    case "blocked":
      return [say("desk.lead.blocked")];
    case "asked":
      return [say("desk.lead.asked", { sharer, time: words.moment(openAsk?.answerBy ?? at, at) })];
    case "live":
      return live(view, words);
    case "paused":
      return [say("desk.lead.paused", { sharer: first }), unverified(view, words)];
    case "declined": {
      const answer = lastSession?.asks.at(-1)?.answer;
      if (answer == null) return [];
      const told = say(`answered.${answer.outcome}`, { sharer });
      return [say("desk.lead.declined", { told, time: words.moment(answer.at, at), sharer: first })];
    }
    case "between": {
      if (lastSession === null) return [];
      const lines = endLines(ticket, lastSession, "helper", (time) => words.moment(time, at), words);
      return [ending(ticket, lastSession, "helper", words), `${lines.join(" · ")}.`];
    }
    case "waiting":
    case "resolved":
    case "withdrawn":
      return [];
  }
}

/** Neither a pickup nor a handover grants anything, so it may have gone through without a check. */
function pickedUp({ ticket: { claim, device, sharer }, at }: TicketView, words: Words): string[] {
  const { say } = words;
  const [lacking] = toYes({ findings: claim?.lacking ?? [] });
  return [
    claim?.leaseUntil == null || claim.reminded === "answer"
      ? ""
      : say("desk.lead.start-by", { time: words.moment(claim.leaseUntil, at) }),
    lacking !== undefined
      ? `${say("desk.lead.lacking")} ${explain(lacking, "helper", words).sentence}`
      : claim?.unchecked === undefined
        ? ""
        : say("desk.lead.unchecked"),
    device === null
      ? say("desk.lead.no-device")
      : say("desk.lead.nothing-yet", { sharer: words.firstName(sharer) }),
  ];
}

function live(view: TicketView, words: Words): readonly string[] {
  const { ticket, authority, openAsk, denial, at } = view;
  const { say } = words;
  const sharer = words.name(ticket.sharer);
  const until = words.moment(authority.until ?? at, at);
  const may = [say(`you-may-until.${authority.level ?? "view"}`, { until }), unverified(view, words)];
  if (openAsk !== null) {
    const time = words.moment(openAsk.answerBy, at);
    return [
      ...may,
      openAsk.kind === "extension"
        ? say("desk.asked-for.time", { length: words.duration(openAsk.length), sharer, time })
        : say(`desk.asked-for.${openAsk.level}`, { sharer, time }),
    ];
  }
  const answer = ticket.session?.asks.at(-1)?.answer;
  return [
    ...may,
    answer == null || answer.outcome === "allowed" ? "" : `${say(`answered.${answer.outcome}`, { sharer })}.`,
    denial === null ? "" : say(`desk.not-yet.${denial.level}`),
  ];
}

const unverified = ({ ticket: { session }, at }: TicketView, words: Words): string =>
  session === null ? "" : unchecked(session, (time) => words.moment(time, at), words);

/** Who and what it is about, and what is approved and reported so far. */
export function deskFacts(view: TicketView, words: Words) {
  const { ticket, openAsk, at } = view;
  const { sharer, device, session } = ticket;
  const { say, name } = words;
  const title = words.textOrNothing(sharer.title);
  return [
    ...row(say("label.approved"), session === null ? "" : approvedNow(session, at, words)),
    ...row(say("label.you-asked"), openAsk === null ? "" : words.quoted(openAsk.reason)),
    ...row(say("label.connection"), connection(view, words)),
    ...row(say("label.handed-over"), handedOver(view, words)),
    ...row(say("label.reopened"), reopened(view, words)),
    ...row(say("label.person"), title === "" ? name(sharer) : `${name(sharer)}, ${title}`),
    ...row(say("label.device"), device === null ? say("device.none") : deviceOf(device, words)),
    ...row(say("label.device-state"), reported(view, words)),
    ...row(say("label.details"), ticket.details === null ? "" : words.quoted(ticket.details)),
    ...row(say("label.messages"), writtenBefore(view, words)),
    ...row(say("label.urgency"), say(`urgency.${ticket.urgency}`)),
    ...row(say("label.asked"), askedAt(ticket, at, words)),
  ];
}

const MOST_WRITTEN = 3;

/** What this helper got no message of, because it was written before they had the ticket. */
const writtenBefore = ({ ticket: { claim }, thread }: TicketView, words: Words): string =>
  thread
    .filter(({ by, to, state }) => state !== "removed" && ![by.id, to].includes(claim?.helper.id ?? null))
    .slice(-MOST_WRITTEN)
    .map(({ by, text }) => words.say("desk.wrote", { name: words.firstName(by), text: words.text(text) }))
    .join(" · ");

/** The device as it was reported at the pickup, until an ask has looked again. */
function reported({ ticket, lastSession, at }: TicketView, words: Words): string {
  const { claim, device, session, denials } = ticket;
  const report = claim?.report;
  if (claim == null || report === undefined || report.device !== device?.id) return "";
  const isOld = denials.some((denial) => denial.at >= claim.since);
  if (isOld || session !== null || lastSession !== null) return "";
  return words.say("desk.device-state", {
    compliance: complianceOf({ complianceState: report.compliance }, words),
    checkIn: checkInOf({ lastSyncAt: report.lastSyncAt }, claim.since, words),
    time: words.moment(claim.since, at),
  });
}

/** Who gave it to this helper, and what they should know. */
function handedOver({ ticket: { claim } }: TicketView, words: Words): string {
  if (claim?.handover == null) return "";
  const { by, note } = claim.handover;
  return note === null
    ? words.say("desk.handed-over", { name: words.name(by) })
    : words.say("desk.handed-over-note", { name: words.name(by), note: words.quoted(note) });
}

/** Why it is back, and what was thought to be the end. */
function reopened({ ticket: { reopenings }, at }: TicketView, words: Words): string {
  const last = reopenings.at(-1);
  if (last === undefined) return "";
  const { say } = words;
  const { by, reason, resolution } = last;
  const who = { name: words.name(by), time: words.moment(last.at, at) };
  const why =
    reason === null
      ? say("desk.reopened", who)
      : say("desk.reopened-reason", { ...who, reason: words.quoted(reason) });
  if (resolution === null) return why;
  const before = say("desk.reopened-before", {
    outcome: say(`outcome.${resolution.outcome}`),
    done: words.quoted(resolution.done),
  });
  return `${why} · ${before}`;
}

/** What was reported about the connection, and by whom: never what Beckon only allowed. */
function connection({ ticket: { session, sharer }, at }: TicketView, words: Words): string {
  return TRANSPORT_FACTS.flatMap((fact) => {
    const reportedAt = session?.transport[fact];
    if (reportedAt === undefined) return [];
    const time = words.moment(reportedAt, at);
    return [words.say(`desk.connection.${fact}`, { sharer: words.firstName(sharer), time })];
  }).join(" · ");
}
