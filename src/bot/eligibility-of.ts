import { judge } from "../domain/eligibility/judge.ts";
import type { Verdict } from "../domain/ticket/finding.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { BotDeps } from "./action.ts";

/** Judged afresh for every ask: what was true at the pickup may not be true now. One round trip to Graph. */
export async function eligibilityOf(
  ticket: Ticket,
  helper: PersonId,
  level: Level,
  { directory, eligibility }: BotDeps,
): Promise<Verdict> {
  const device = ticket.session?.device.id ?? ticket.device?.id ?? null;
  const facts = await directory.facts({ sharer: ticket.sharer.id, device, helper });
  return judge(facts, eligibility, level);
}
