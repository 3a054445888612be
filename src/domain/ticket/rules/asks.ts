import {
  authority,
  grantInForce,
  holdsClaim,
  isClaimingHelper,
  isLive,
  isOver,
  isSharer,
  notTheHolder,
  notTheSharer,
  openAsk,
} from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { AskTerms, EventPayload, Phrase, SeenFacts } from "../events.ts";
import type { Verdict } from "../finding.ts";
import { isAbove } from "../level.ts";
import type { Personal } from "../person.ts";
import type { Policy } from "../policy.ts";
import { mayAskFrom, NO_PRESSURE, type Pressure } from "../pressure.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Ask, Session, Ticket } from "../ticket.ts";
import type { RuleResult } from "./rule.ts";

// Asks and their answers. Only the sharer's consent creates a grant.

export function askForView(command: CommandOf<"AskForView">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, device, length, reason, phrase, eligibility, at } = command;
  if (isOver(ticket)) return refuse("ticket_over");
  if (!isClaimingHelper(actor, ticket)) return notTheHolder(actor, ticket);
  if (ticket.session !== null) return pending(ticket.session) ?? refuse("session_running");
  if (ticket.device === null || device === null) return refuse("no_device");
  if (ticket.device.id !== device.id) return refuse("device_changed");
  const wait = heldBack(command, ticket, policy);
  if (wait !== null) return wait;
  if (eligibility.verdict === "deny") return denied(eligibility, reason);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "view",
    level: "view",
    length: atMost(policy.longest.view, length),
    reason,
    phrase: phraseFor(policy, phrase),
    warnings: warnings(eligibility),
    answerBy: at + policy.answerWindow.view,
  };
  const session = ticket.past.length + 1;
  return [{ type: "ViewAsked", session, device, recheck: policy.recheck, terms, ...seenIn(eligibility) }];
}

export function askForEscalation(
  command: CommandOf<"AskForEscalation">,
  ticket: Ticket,
  policy: Policy,
): RuleResult {
  const { actor, level, length, reason, phrase, eligibility, at } = command;
  const session = askable(actor, ticket);
  if ("refused" in session) return session;
  const now = authority(ticket, at);
  if (level === "view") return refuse("level_is_view");
  if (now.level === null) return refuse("session_not_live");
  if (!isAbove(level, now.level)) return refuse("level_already_granted", { when: now.until });
  const wait = heldBack(command, ticket, policy);
  if (wait !== null) return wait;
  if (eligibility.verdict === "deny") return denied(eligibility, reason);
  if (isAbove(level, eligibility.level))
    throw new Error(`judged for ${eligibility.level}, asked for ${level}`);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "escalation",
    level,
    length: atMost(policy.longest[level], length),
    reason,
    phrase: phraseFor(policy, phrase),
    warnings: warnings(eligibility),
    answerBy: at + policy.answerWindow.escalation,
  };
  return [{ type: "EscalationAsked", session: session.number, terms, ...seenIn(eligibility) }];
}

/**
 * More time needs a new ask. It is for the present level, or a lower one when eligibility was checked before the level
 * rose; and it lapses with the grant that it would extend.
 */
export function askForExtension(
  command: CommandOf<"AskForExtension">,
  ticket: Ticket,
  policy: Policy,
): RuleResult {
  const { actor, reason, eligibility, at } = command;
  const session = askable(actor, ticket);
  if ("refused" in session) return session;
  const now = authority(ticket, at);
  if (now.level === null) return refuse("session_not_live");
  if (session.extensions >= policy.extension.most) return refuse("extensions_used_up");
  const wait = heldBack(command, ticket, policy);
  if (wait !== null) return wait;
  if (eligibility.verdict === "deny") return denied(eligibility, reason);
  const terms: AskTerms = {
    ask: ticket.asks + 1,
    kind: "extension",
    level: isAbove(now.level, eligibility.level) ? eligibility.level : now.level,
    length: policy.extension.length,
    reason,
    phrase: null,
    warnings: warnings(eligibility),
    answerBy: Math.min(at + policy.answerWindow.escalation, now.until),
  };
  return [{ type: "ExtensionAsked", session: session.number, terms, ...seenIn(eligibility) }];
}

/** The sharer offers more; the helper still has to ask, so that eligibility is checked and the consent recorded. */
export function askForMoreHelp({ actor, level }: CommandOf<"AskForMoreHelp">, ticket: Ticket): RuleResult {
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  if (isOver(ticket)) return refuse("ticket_over");
  return [{ type: "MoreHelpAsked", session: ticket.session?.number ?? null, level }];
}

export function cancelAsk({ actor, ask, at }: CommandOf<"CancelAsk">, ticket: Ticket): RuleResult {
  const { session } = ticket;
  const open = openAsk(session);
  if (session === null || open === null || open.ask !== ask) return closedAsk(ticket, ask);
  if (!holdsClaim(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
  const cancelled: EventPayload = { type: "AskCancelled", session: session.number, ask };
  if (open.kind !== "view") return [cancelled];
  return [
    cancelled,
    { type: "SessionEnded", session: session.number, cause: "cancelled", findings: [], endedAt: at },
  ];
}

export function answerAsk(command: CommandOf<"AnswerAsk">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, ask, answer, phrase, language, at } = command;
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  const { session } = ticket;
  const open = openAsk(session);
  if (session === null || open === null || open.ask !== ask) return closedAsk(ticket, ask);
  if (answer === "refuse") return refused(session, open, "not-now", at);
  if (open.phrase !== null && open.phrase.code !== phrase) {
    return refused(session, open, "wrong-phrase", at);
  }
  const length = atMost(open.length, command.length ?? open.length);
  const until = grantEnd(session, open, length, at);
  const consent = { ask, level: open.level, until, wording: policy.consent.wording, language };
  return [{ type: "ConsentGiven", session: session.number, ...consent }];
}

/** Time counts from the consent, and nothing outlives the view grant. */
function grantEnd(session: Session, ask: Ask, length: number, at: number): number {
  if (ask.kind === "view") return at + length;
  const carrier = grantInForce(session, ask.kind === "extension" ? ask.level : "view", at);
  if (carrier === null) throw new Error(`ask ${ask.ask} outlived the grant that it builds on`);
  return ask.kind === "extension" ? carrier.until + length : Math.min(at + length, carrier.until);
}

function refused(session: Session, ask: Ask, why: "not-now" | "wrong-phrase", at: number): EventPayload[] {
  const answer: EventPayload = { type: "ConsentRefused", session: session.number, ask: ask.ask, why };
  if (ask.kind !== "view") return [answer];
  return [
    answer,
    {
      type: "SessionEnded",
      session: session.number,
      cause: why === "not-now" ? "refused" : "wrong-phrase",
      findings: [],
      endedAt: at,
    },
  ];
}

function askable(actor: CommandOf<"AskForEscalation">["actor"], ticket: Ticket): Session | Refusal {
  if (isOver(ticket)) return refuse("ticket_over");
  if (!isClaimingHelper(actor, ticket)) return notTheHolder(actor, ticket);
  const { session } = ticket;
  if (session === null) return refuse("level_is_view");
  if (!isLive(session)) return refuse("session_not_live");
  if (session.pausedBy !== null) return refuse("session_paused", { who: ticket.sharer.name.text });
  return pending(session) ?? session;
}

/** After a no the helper waits, for every kind of question and on every ticket of the two. */
function heldBack(
  { pressure = NO_PRESSURE, at }: { readonly pressure?: Pressure; readonly at: number },
  { sharer }: Ticket,
  policy: Policy,
): Refusal | null {
  const who = sharer.name.text;
  if (pressure.openElsewhere !== null)
    return refuse("ask_pending_elsewhere", { who, when: pressure.openElsewhere });
  const from = mayAskFrom(pressure, policy, at);
  return from === null ? null : refuse("ask_too_soon", { who, when: from });
}

function pending(session: Session): Refusal | null {
  const ask = openAsk(session);
  return ask === null ? null : refuse("ask_pending", { when: ask.answerBy });
}

const atMost = (longest: number, length: number): number => Math.max(0, Math.min(length, longest));

/** The policy decides whether a phrase is asked, not the caller. */
function phraseFor(policy: Policy, phrase: Phrase | null): Phrase | null {
  if (!policy.consent.phrase) return null;
  if (phrase === null) throw new Error("the policy demands a phrase with this ask");
  return phrase;
}

/** Why an ask that is not open cannot be answered. */
function closedAsk(ticket: Ticket, number: number): Refusal {
  const sessions = ticket.session === null ? ticket.past : [...ticket.past, ticket.session];
  const ask = sessions.flatMap((session) => session.asks).find((each) => each.ask === number);
  if (ask?.answer == null) return refuse("ask_unknown");
  if (ask.answer.outcome === "lapsed") return refuse("ask_lapsed", { when: ask.answerBy });
  return refuse(ask.answer.outcome === "cancelled" ? "ask_cancelled" : "ask_answered");
}

const denied = ({ level, findings }: Verdict, reason: Personal): EventPayload[] => [
  { type: "EligibilityDenied", level, findings, reason },
];

/** So that it can be said later why it was allowed, and whether another policy would have. */
function seenIn({ findings }: Verdict): { readonly seen?: SeenFacts } {
  const met = findings.filter(({ outcome }) => outcome === "met");
  return met.length === 0 ? {} : { seen: Object.fromEntries(met.map(({ check, seen }) => [check, seen])) };
}

const warnings = ({ findings }: Verdict) => findings.filter(({ outcome }) => outcome === "warning");
