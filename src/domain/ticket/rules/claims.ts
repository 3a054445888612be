import {
  hasPart,
  heldLast,
  holdsClaim,
  isClaimingHelper,
  isOver,
  isSharer,
  mayHelp,
  notTheHolder,
} from "../authority.ts";
import type { CommandOf } from "../commands.ts";
import { afterDuty } from "../duty.ts";
import type { Finding } from "../finding.ts";
import type { Policy } from "../policy.ts";
import { refuse } from "../refusal.ts";
import type { Ticket } from "../ticket.ts";
import { endOfSession, type RuleResult } from "./rule.ts";

// The claim: at most one helper holds a ticket; the first pick-up wins.

/** Unknown rights do not refuse a pick-up: it grants no access, and every ask checks eligibility again. */
export function claim(command: CommandOf<"ClaimTicket">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, at, rights, report } = command;
  if (!mayHelp(actor.roles)) return refuse("not_a_helper");
  if (isSharer(actor, ticket)) return refuse("own_ticket");
  if (isOver(ticket)) return refuse("ticket_over");
  if (ticket.claim !== null) {
    const { helper, since } = ticket.claim;
    const own = helper.id === actor.person.id;
    return refuse(own ? "already_yours" : "already_claimed", { who: helper.name.text, when: since });
  }
  const findings = unmetIn(rights);
  if (findings.length > 0) return refuse("helper_without_right", { findings });
  const leaseUntil = at + policy.claimLease;
  return [
    {
      type: "TicketClaimed",
      helper: actor.person,
      leaseUntil,
      ...uncheckedIn(rights),
      ...(report && { report }),
    },
  ];
}

type Rights = readonly Finding[] | null;

const unmetIn = (rights: Rights): readonly Finding[] =>
  rights?.filter(({ outcome }) => outcome === "unmet") ?? [];

const uncheckedIn = (rights: Rights): { readonly unchecked?: true } =>
  rights?.some(({ outcome }) => outcome === "unknown") ? { unchecked: true } : {};

export function giveBack({ actor, at }: CommandOf<"GiveBack">, ticket: Ticket): RuleResult {
  if (isOver(ticket)) return refuse("ticket_over");
  if (!holdsClaim(actor, ticket)) return notTheHolder(actor, ticket);
  return [...endOfSession(ticket, "ended-by-helper", at), { type: "ClaimGivenBack" }];
}

/**
 * The holder hands over, or a lead reassigns, also an unclaimed ticket. The new helper starts with a lease. A helper
 * without rights on the device is refused, unless a lead insists for help without a session.
 */
export function handOver(command: CommandOf<"HandOver">, ticket: Ticket, policy: Policy): RuleResult {
  const { actor, to, toRoles, note, rights, insists, at } = command;
  if (isOver(ticket)) return refuse("ticket_over");
  if (!isClaimingHelper(actor, ticket) && !actor.roles.lead) return notTheHolder(actor, ticket);
  const who = to.name.text;
  if (to.id === ticket.sharer.id) return refuse("hand_over_to_sharer", { who });
  if (to.id === ticket.claim?.helper.id) return refuse("hand_over_to_holder", { who });
  if (!mayHelp(toRoles)) return refuse("hand_over_to_outsider", { who });
  const findings = unmetIn(rights);
  if (findings.length > 0 && !(insists && actor.roles.lead))
    return refuse("hand_over_without_right", { who, findings });
  const from = ticket.claim?.helper.id ?? actor.person.id;
  const leaseUntil = at + policy.claimLease;
  const known = { ...uncheckedIn(rights), ...(findings.length > 0 && { lacking: findings }) };
  return [
    ...endOfSession(ticket, "handover", at),
    { type: "TicketHandedOver", from, to, note, leaseUntil, ...known },
  ];
}

export function addNote({ actor, note }: CommandOf<"AddNote">, ticket: Ticket, policy: Policy): RuleResult {
  if (!hasPart(actor, ticket) && !heldLast(actor, ticket)) return refuse("not_involved");
  const most = policy.limits.notes;
  if (ticket.notes.length >= most) return refuse("notes_full", { most });
  return [{ type: "NoteAdded", note }];
}

/** Once for each silence. An open question or a live session waits for the sharer, and an action since is an answer. */
export function remindHolder(
  { at, writtenAt }: CommandOf<"RemindHolder">,
  { claim, session }: Ticket,
  { duty, silentHolder }: Policy,
): RuleResult {
  if (claim === null || session !== null || claim.leaseUntil !== null) return [];
  if (writtenAt <= Math.max(claim.since, claim.actedAt ?? 0)) return [];
  const until = afterDuty(at, silentHolder.returnAfter, duty);
  return until === null ? [] : [{ type: "HolderReminded", why: "answer", until }];
}

/**
 * Nothing when the claim needs no keeping: a conversation adds no events to the ticket. Somebody else may hold it by now,
 * who has not begun.
 */
export const keepClaim = ({ helper }: CommandOf<"KeepClaim">, { claim }: Ticket): RuleResult =>
  claim?.leaseUntil == null || claim.helper.id !== helper ? [] : [{ type: "ClaimKept" }];
