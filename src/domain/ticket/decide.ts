import type { Command, CommandOf, CommandType } from "./commands.ts";
import { passTime } from "./deadlines.ts";
import type { EventPayload, TicketEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { growsFullTicket } from "./full-ticket.ts";
import type { Person } from "./person.ts";
import type { Policy } from "./policy.ts";
import { type Refusal, refuse } from "./refusal.ts";
import * as asks from "./rules/asks.ts";
import * as checks from "./rules/checks.ts";
import * as claims from "./rules/claims.ts";
import * as requests from "./rules/requests.ts";
import { endOfSession, type RuleResult } from "./rules/rule.ts";
import * as sessions from "./rules/sessions.ts";
import type { Ticket } from "./ticket.ts";

export type Decision = readonly TicketEvent[] | Refusal;
export const isRefusal = (decision: Decision | RuleResult): decision is Refusal => "refused" in decision;

type Rule<Type extends CommandType> = (
  command: CommandOf<Type>,
  ticket: Ticket,
  policy: Policy,
) => RuleResult;

/** Every command and its rule. */
const RULES: { readonly [Type in Exclude<CommandType, "OpenTicket">]: Rule<Type> } = {
  AmendTicket: requests.amend,
  WithdrawTicket: requests.withdraw,
  ResolveTicket: requests.resolve,
  ReopenTicket: requests.reopen,
  GiveFeedback: requests.giveFeedback,
  ClaimTicket: claims.claim,
  GiveBack: claims.giveBack,
  HandOver: claims.handOver,
  AddNote: claims.addNote,
  AskForView: asks.askForView,
  AskForEscalation: asks.askForEscalation,
  AskForExtension: asks.askForExtension,
  AskForMoreHelp: asks.askForMoreHelp,
  CancelAsk: asks.cancelAsk,
  AnswerAsk: asks.answerAsk,
  StepDown: sessions.stepDown,
  PauseSession: sessions.pause,
  ResumeSession: sessions.resume,
  StopSession: sessions.stop,
  ReportTransport: sessions.reportTransport,
  RecordCheck: checks.recordCheck,
  ConfirmEnd: sessions.confirmEnd,
  RemindHolder: claims.remindHolder,
  KeepClaim: claims.keepClaim,
  PassTime: () => [],
};

/**
 * The pure core: command, state and policy in; events or a refusal out. Events that time alone has caused come first,
 * so no rule sees a right that has lapsed, and the clock of a ticket never runs backwards. While clocks disagree the
 * end of a right is unknown: `PassTime` ends the session, and no command may raise access.
 */
export function decide(command: Command, ticket: Ticket | null, policy: Policy): Decision {
  if (ticket === null) {
    if (command.type !== "OpenTicket") return refuse("no_such_ticket");
    const opened = requests.open(command);
    return isRefusal(opened) ? opened : stamp(opened, command.at, command, policy);
  }
  if (command.type === "OpenTicket") throw new Error(`${ticket.id} exists already`);
  const at = Math.max(command.at, ticket.lastAt);
  const passed = passTime(ticket, policy, at);
  const now = passed.reduce((state, event) => evolve(state, state.id, event), ticket);
  const skewed = isClockSkewed(ticket, command.at);
  const rule = RULES[command.type] as Rule<CommandType>;
  const decision =
    skewed && command.type === "PassTime"
      ? endOfSession(now, "clock-in-doubt", at)
      : rule({ ...command, at }, now, policy);
  if (isRefusal(decision)) return decision;
  if (skewed && decision.some(({ type }) => RAISING.has(type)))
    return refuse("clock_in_doubt", { when: ticket.lastAt });
  if ("actor" in command && growsFullTicket(decision, now, policy)) return refuse("ticket_full");
  return [...passed, ...stamp(decision, at, command, policy)];
}

function stamp(
  payloads: readonly EventPayload[],
  at: number,
  command: Command,
  { hash }: Policy,
): TicketEvent[] {
  const by: Person | null = "actor" in command ? command.actor.person : null;
  const pinned = hash === undefined ? {} : { policy: hash };
  return payloads.map((payload) => ({ ...payload, at, by, ...pinned }));
}

/**
 * How far, in milliseconds, a command may lie before its ticket's last event. Less is a lost race between two commands;
 * more means that a clock is or was wrong.
 */
export const CLOCK_TOLERANCE = 30_000;

/** The ticket was written by a clock that was ahead, or is read by one that is behind. */
export const isClockSkewed = ({ lastAt }: Ticket, at: number): boolean => at + CLOCK_TOLERANCE < lastAt;

/** The events that give access, or ask for it. */
const RAISING: ReadonlySet<EventPayload["type"]> = new Set([
  "ViewAsked",
  "EscalationAsked",
  "ExtensionAsked",
  "ConsentGiven",
  "SessionResumed",
]);
