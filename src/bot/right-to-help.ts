import { judge } from "../domain/eligibility/judge.ts";
import type { UserCommand } from "../domain/ticket/commands.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { BotDeps } from "./action.ts";

type Look = Pick<Extract<UserCommand, { type: "ClaimTicket" }>, "rights" | "report">;

/** What is known of a helper's right to view the ticket's device, and of that device. One round trip to Graph. */
export async function rightToHelp(
  helper: PersonId,
  { device, sharer }: Ticket,
  { directory, eligibility }: BotDeps,
): Promise<Look> {
  if (device === null) return { rights: null };
  const facts = await directory.facts({ sharer: sharer.id, device: device.id, helper });
  const rights = judge(facts, eligibility, "view", ["helper"]).findings;
  if ("unknown" in facts.device || facts.device.seen === null) return { rights };
  const { complianceState: compliance, lastSyncAt } = facts.device.seen;
  return { rights, report: { device: device.id, compliance, lastSyncAt } };
}
