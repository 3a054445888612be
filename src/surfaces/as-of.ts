import { passTime } from "../domain/ticket/deadlines.ts";
import { evolve } from "../domain/ticket/evolve.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";

/**
 * The ticket as the clock has made it by `at`, whether or not anybody has recorded that yet: a card that is drawn late
 * never shows a question as open or a right as in force that has lapsed. Its version, which buttons carry, is that of the
 * newest thing that people see.
 */
export function asOf(ticket: Ticket, policy: Policy, at: number): Ticket {
  const passed = passTime(ticket, policy, at);
  const now = passed.reduce((state, event) => evolve(state, state.id, event), ticket);
  return { ...now, version: ticket.seenVersion };
}
