import {
  hasPart,
  isClaimingHelper,
  isOver,
  isSharer,
  mayHelp,
  notTheHolder,
  notTheSharer,
} from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import type { EventPayload } from "../events.ts";
import type { Actor, Personal } from "../person.ts";
import type { Policy } from "../policy.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Ticket } from "../ticket.ts";
import { endOfSession, type RuleResult } from "./rule.ts";

// The request itself: open, amend, withdraw, resolve, reopen, feedback.

/** Anyone may ask for help for themselves; only helpers and leads on behalf of another person. */
export function open(command: CommandOf<"OpenTicket">): RuleResult {
  const { actor, sharer, subject, details, urgency, device, language } = command;
  const onBehalf = actor.person.id !== sharer.id;
  if (onBehalf && !mayHelp(actor.roles)) return refuse("not_a_helper");
  return [{ type: "TicketOpened", sharer, subject, details, urgency, device, language }];
}

/** The words and the device are the sharer's; holder and lead can change the urgency, and say the rest in a note. */
export function amend(command: CommandOf<"AmendTicket">, ticket: Ticket): RuleResult {
  const { actor, subject, details, urgency, device } = command;
  if (!hasPart(actor, ticket)) return refuse("not_involved");
  const keepsWords = isSame(subject, ticket.subject) && isSame(details, ticket.details);
  const isUrgencyAlone = keepsWords && device?.id === ticket.device?.id;
  if (!isUrgencyAlone && !isSharer(actor, ticket)) return notTheSharer(ticket);
  if (isOver(ticket)) return refuse("ticket_over");
  if (ticket.session !== null && device?.id !== ticket.device?.id) return refuse("session_running");
  return [{ type: "TicketAmended", subject, details, urgency, device }];
}

const isSame = (one: Personal | null, other: Personal | null): boolean => one?.text === other?.text;

export function withdraw({ actor, at }: CommandOf<"WithdrawTicket">, ticket: Ticket): RuleResult {
  if (!hasPart(actor, ticket)) return refuse("not_involved");
  if (isOver(ticket)) return refuse("ticket_over");
  return [...endOfSession(ticket, "ticket-withdrawn", at), { type: "TicketWithdrawn" }];
}

export function resolve(command: CommandOf<"ResolveTicket">, ticket: Ticket): RuleResult {
  const { actor, outcome, done, at } = command;
  if (isOver(ticket)) return refuse("ticket_over");
  if (!isClaimingHelper(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
  return [...endOfSession(ticket, "ticket-resolved", at), { type: "TicketResolved", outcome, done }];
}

export function reopen(command: CommandOf<"ReopenTicket">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, reason, at } = command;
  if (!mayReopen(actor, ticket)) return notTheSharer(ticket);
  return reopenable(ticket, policy, at) ?? [{ type: "TicketReopened", reason }];
}

/** The sharer, a lead, and the helper who withdrew it. */
const mayReopen = (actor: Actor, ticket: Ticket): boolean =>
  isSharer(actor, ticket) ||
  actor.roles.lead ||
  (mayHelp(actor.roles) && ticket.withdrawnBy?.id === actor.person.id);

/** The answer "not fixed" reopens a resolved ticket. */
export function giveFeedback(command: CommandOf<"GiveFeedback">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, session, fixed, rating, comment, at } = command;
  if (!isSharer(actor, ticket)) return notTheSharer(ticket);
  if (!feedbackIsDue(ticket, session)) return refuse("feedback_not_due");
  if (ticket.feedback.some((given) => given.session === session)) return refuse("feedback_given");
  const given: EventPayload = { type: "FeedbackGiven", session, fixed, rating, comment };
  const reopens = !fixed && ticket.status === "resolved" && reopenable(ticket, policy, at) === null;
  return reopens ? [given, { type: "TicketReopened", reason: comment }] : [given];
}

/** Feedback is due for each session that is over; session 0 stands for a ticket resolved without one. */
function feedbackIsDue(ticket: Ticket, session: number): boolean {
  if (session === 0) return ticket.past.length === 0 && ticket.status === "resolved";
  return ticket.past.some((past) => past.number === session);
}

function reopenable(ticket: Ticket, policy: Policy, at: number): Refusal | null {
  if (ticket.closedAt === null) return refuse("ticket_not_over");
  return at - ticket.closedAt > policy.reopenWindow ? refuse("reopen_window_over") : null;
}
