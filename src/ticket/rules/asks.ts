import { authority, isLive, openAsk, viewGrant } from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { AskTerms, Happening } from "../events.ts";
import type { Verdict } from "../finding.ts";
import { isAbove } from "../level.ts";
import type { Policy } from "../policy.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Ask, Session, Ticket } from "../ticket.ts";
import { holdsClaim, isOver, isSharer, notTheHolder, notTheSharer } from "./who.ts";

/** Questions to the sharer and their answers. Only a yes of the sharer ever makes a grant. */
type Answer = readonly Happening[] | Refusal;

export function askForView(command: CommandOf<"AskForView">, ticket: Ticket, policy: Policy): Answer {
  const { actor, device, length, reason, phrase, eligibility, at } = command;
  if (isOver(ticket)) return refuse("ticket_over");
  if (!holdsClaim(actor, ticket)) return notTheHolder(actor, ticket);
  if (ticket.session !== null) return pendingOr("session_running", ticket.session);
  if (ticket.device?.id !== device.id) return refuse("device_changed");
  if (eligibility.verdict === "deny") return denied(eligibility);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "view",
    level: "view",
    length: Math.min(length, policy.longest.view),
    ...{ reason, phrase, answerBy: at + policy.answerWindow.view, warnings: warnings(eligibility) },
  };
  return [{ type: "ViewAsked", session: ticket.past.length + 1, device, terms }];
}

export function askForEscalation(
  command: CommandOf<"AskForEscalation">,
  ticket: Ticket,
  policy: Policy,
): Answer {
  const { actor, level, length, reason, phrase, eligibility, at } = command;
  const session = askable(actor, ticket);
  if ("refused" in session) return session;
  const now = authority(ticket, at);
  if (level === "view") return refuse("level_is_view");
  if (now.level !== null && !isAbove(level, now.level)) {
    return refuse("level_already_granted", now.until === null ? {} : { when: now.until });
  }
  if (eligibility.verdict === "deny") return denied(eligibility);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "escalation",
    level,
    length: Math.min(length, policy.longest[level]),
    ...{ reason, phrase, answerBy: at + policy.answerWindow.escalation, warnings: warnings(eligibility) },
  };
  return [{ type: "EscalationAsked", session: session.number, terms }];
}

/** Nothing prolongs itself: more time is a question like any other. */
export function askForExtension(
  command: CommandOf<"AskForExtension">,
  ticket: Ticket,
  policy: Policy,
): Answer {
  const { actor, reason, eligibility, at } = command;
  const session = askable(actor, ticket);
  if ("refused" in session) return session;
  const { level } = authority(ticket, at);
  if (level === null) return refuse("session_not_live");
  if (session.extensions >= policy.extension.most) return refuse("extensions_used_up");
  if (eligibility.verdict === "deny") return denied(eligibility);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "extension",
    level,
    length: policy.extension.length,
    ...{
      reason,
      phrase: null,
      answerBy: at + policy.answerWindow.escalation,
      warnings: warnings(eligibility),
    },
  };
  return [{ type: "ExtensionAsked", session: session.number, terms }];
}

/** The sharer wishes for more; the helper still has to ask, so that eligibility is judged and the yes is recorded. */
export function askForMoreHelp({ actor, level }: CommandOf<"AskForMoreHelp">, ticket: Ticket): Answer {
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  if (isOver(ticket)) return refuse("ticket_over");
  return [{ type: "MoreHelpAsked", session: ticket.session?.number ?? null, level }];
}

export function cancelAsk({ actor, ask, at }: CommandOf<"CancelAsk">, ticket: Ticket): Answer {
  const { session } = ticket;
  const pending = openAsk(session);
  if (session === null || pending === null || pending.ask !== ask) return closedAsk(ticket, ask);
  if (!holdsClaim(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
  const cancelled: Happening = { type: "AskCancelled", session: session.number, ask };
  if (pending.kind !== "view") return [cancelled];
  return [
    cancelled,
    { type: "SessionEnded", session: session.number, cause: "cancelled", findings: [], endedAt: at },
  ];
}

export function answerAsk(command: CommandOf<"AnswerAsk">, ticket: Ticket, policy: Policy): Answer {
  const { actor, ask, answer, phrase, language, at } = command;
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  const { session } = ticket;
  const pending = openAsk(session);
  if (session === null || pending === null || pending.ask !== ask) return closedAsk(ticket, ask);
  if (answer === "refuse") return refused(session, pending, "not-now", at);
  if (pending.phrase !== null && pending.phrase.code !== phrase) {
    return refused(session, pending, "wrong-phrase", at);
  }
  const length = Math.min(command.length ?? pending.length, pending.length);
  const until = grantEnd(session, pending, length, at);
  const consent = { ask, level: pending.level, until, wording: policy.consent.wording, language };
  return [{ type: "ConsentGiven", session: session.number, ...consent }];
}

/** The clock starts at the consent, and nothing outlives the view grant that carries the session. */
function grantEnd(session: Session, ask: Ask, length: number, at: number): number {
  if (ask.kind === "view") return at + length;
  const view = viewGrant(session);
  if (view === null) throw new Error("an escalation was answered in a session without a view grant");
  if (ask.kind === "escalation") return Math.min(at + length, view.until);
  const extended = session.grants.find((grant) => grant.level === ask.level && grant.over === null);
  return (extended ?? view).until + length;
}

function refused(session: Session, ask: Ask, why: "not-now" | "wrong-phrase", at: number): Happening[] {
  const answer: Happening = { type: "ConsentRefused", session: session.number, ask: ask.ask, why };
  if (ask.kind !== "view") return [answer];
  return [
    answer,
    { type: "SessionEnded", session: session.number, cause: "refused", findings: [], endedAt: at },
  ];
}

function askable(actor: CommandOf<"AskForEscalation">["actor"], ticket: Ticket): Session | Refusal {
  if (isOver(ticket)) return refuse("ticket_over");
  if (!holdsClaim(actor, ticket)) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (session === null) return refuse("level_is_view");
  const pending = openAsk(session);
  if (pending !== null) return refuse("ask_pending", { when: pending.answerBy });
  if (!isLive(session)) return refuse("session_not_live");
  if (session.pausedBy !== null) return refuse("session_paused", { who: ticket.sharer.name.text });
  return session;
}

function pendingOr(code: "session_running", session: Session): Refusal {
  const pending = openAsk(session);
  return pending === null ? refuse(code) : refuse("ask_pending", { when: pending.answerBy });
}

/** Why an ask cannot be answered any more, from what became of it. */
function closedAsk(ticket: Ticket, number: number): Refusal {
  const sessions = ticket.session === null ? ticket.past : [...ticket.past, ticket.session];
  const ask = sessions.flatMap((session) => session.asks).find((each) => each.ask === number);
  if (ask?.answer == null) return refuse("ask_unknown");
  if (ask.answer.outcome === "lapsed") return refuse("ask_lapsed", { when: ask.answerBy });
  return refuse(ask.answer.outcome === "cancelled" ? "ask_cancelled" : "ask_answered");
}

const denied = ({ level, findings }: Verdict): Happening[] => [
  { type: "EligibilityDenied", level, findings },
];

const warnings = ({ findings }: Verdict) => findings.filter(({ outcome }) => outcome === "warning");
