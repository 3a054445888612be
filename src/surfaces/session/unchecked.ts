import { viewGrant } from "../../domain/ticket/authority.ts";
import type { Session } from "../../domain/ticket/ticket.ts";
import { trust } from "../../domain/ticket/verification.ts";
import type { Clock } from "./sessions.ts";

/** Since when nobody can tell whether the conditions still hold, and what follows; nothing while somebody can. */
export function unchecked(session: Session, clock: Clock): readonly string[] {
  const view = viewGrant(session);
  const { silence } = session.verification;
  if (view === null || silence === null) return [];
  const { viewOnlyAt, endsAt } = trust(session.verification, view.from);
  const higher = session.grants.some(({ level, over }) => level !== "view" && over === null);
  const falls = higher ? `be view only from ${clock(viewOnlyAt)} and ` : "";
  return [
    `Whether it is still allowed could not be checked since ${clock(silence.since)}.`,
    `If that goes on, it will ${falls}end at ${clock(Math.min(endsAt, view.until))}.`,
  ];
}
