import type { Facts } from "../domain/eligibility/facts.ts";
import { judge } from "../domain/eligibility/judge.ts";
import type { UserCommand } from "../domain/ticket/commands.ts";
import type { Phrase } from "../domain/ticket/events.ts";
import type { Verdict } from "../domain/ticket/finding.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { PersonUnknown } from "../ports/directory.ts";
import type { BotDeps } from "./action.ts";

/** Judged at every ask, because conditions may have changed since the pick-up. One round trip to Graph. */
export async function eligibilityOf(
  ticket: Ticket,
  helper: PersonId,
  level: Level,
  { directory, eligibility }: BotDeps,
): Promise<Verdict> {
  const device = ticket.session?.device.id ?? ticket.device?.id ?? null;
  const facts = await directory.facts({ sharer: ticket.sharer.id, device, helper });
  refuseAbsent(facts.sharer, ticket.sharer.name.text);
  refuseAbsent(facts.helper);
  return judge(facts, eligibility, level);
}

type RightToHelp = Pick<Extract<UserCommand, { type: "ClaimTicket" }>, "rights" | "report">;

/** What Graph tells of a helper's right to view the ticket's device, and of that device. One round trip. */
export async function rightToHelp(
  helper: PersonId,
  { device, sharer }: Ticket,
  { directory, eligibility }: BotDeps,
): Promise<RightToHelp> {
  if (device === null) return { rights: null };
  const facts = await directory.facts({ sharer: sharer.id, device: device.id, helper });
  refuseAbsent(facts.helper);
  const rights = judge(facts, eligibility, "view", ["helper"]).findings;
  if ("unknown" in facts.device || facts.device.seen === null) return { rights };
  const { complianceState: compliance, lastSyncAt } = facts.device.seen;
  return { rights, report: { device: device.id, compliance, lastSyncAt } };
}

/** The policy cannot allow a person whom the directory does not know (404). @throws {PersonUnknown} */
function refuseAbsent(answer: Facts["helper"], who?: string | null): void {
  if (answer !== null && "unknown" in answer && answer.unknown.isAbsent) {
    throw new PersonUnknown(answer.unknown.why, who);
  }
}

/** A two-digit number, never with a zero in front; null where the policy asks for none. */
export function makePhrase({ policy, random }: { policy: Policy; random: BotDeps["random"] }): Phrase | null {
  return policy.consent.phrase ? { code: String(10 + random(90)) } : null;
}
