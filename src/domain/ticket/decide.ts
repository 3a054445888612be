import { isClockSkewed, raises } from "./clock-skew.ts";
import type { Command, CommandOf, CommandType } from "./commands.ts";
import { passTime } from "./deadlines.ts";
import type { EventPayload, TicketEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Person } from "./person.ts";
import type { Policy } from "./policy.ts";
import { type Refusal, refuse } from "./refusal.ts";
import * as asks from "./rules/asks.ts";
import * as checks from "./rules/checks.ts";
import * as claims from "./rules/claims.ts";
import * as requests from "./rules/requests.ts";
import * as sessions from "./rules/sessions.ts";
import type { Ticket } from "./ticket.ts";

export type Decision = readonly TicketEvent[] | Refusal;
export const isRefusal = (decision: Decision | readonly EventPayload[] | Refusal): decision is Refusal =>
  "refused" in decision;

type Rule<Type extends CommandType> = (
  command: CommandOf<Type>,
  ticket: Ticket,
  policy: Policy,
) => readonly EventPayload[] | Refusal;

/** Every command that a ticket understands, and the rule that answers it. */
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
  LoseTransport: sessions.loseTransport,
  ConfirmEnd: sessions.confirmEnd,
  PassTime: () => [],
};

/**
 * What a command brings about, or why not. Pure. What the clock has brought about since the last event comes first,
 * so no rule ever sees a right that has already lapsed; the clock of a ticket never runs backwards. Where it stands still
 * because clocks disagree, a right would last too long: time ends the session, and nobody is given anything.
 */
export function decide(command: Command, ticket: Ticket | null, policy: Policy): Decision {
  if (ticket === null) {
    if (command.type !== "OpenTicket") return refuse("no_such_ticket");
    const opened = requests.open(command);
    return isRefusal(opened) ? opened : stamp(opened, command.at, command);
  }
  if (command.type === "OpenTicket") throw new Error(`${ticket.id} exists already`);
  const at = Math.max(command.at, ticket.lastAt);
  const passed = passTime(ticket, policy, at);
  const now = passed.reduce((state, event) => evolve(state, state.id, event), ticket);
  const inDoubt = isClockSkewed(ticket, command.at);
  const rule = RULES[command.type] as Rule<CommandType>;
  const decision =
    inDoubt && command.type === "PassTime"
      ? requests.endOfSession(now, "clock-in-doubt", at)
      : rule({ ...command, at }, now, policy);
  if (isRefusal(decision)) return decision;
  if (inDoubt && raises(decision)) return refuse("clock_in_doubt", { when: ticket.lastAt });
  return [...passed, ...stamp(decision, at, command)];
}

function stamp(happenings: readonly EventPayload[], at: number, command: Command): TicketEvent[] {
  const by: Person | null = "actor" in command ? command.actor.person : null;
  return happenings.map((happening) => ({ ...happening, at, by }));
}
