import { isLive } from "../../domain/ticket/authority.ts";
import type { Session } from "../../domain/ticket/ticket.ts";
import { nextCheck } from "../../domain/ticket/verification.ts";
import type { Append } from "../../ports/ticket-store.ts";
import type { TicketTable } from "../schema.ts";
import { plain } from "../search/plain.ts";

/** What changes in a ticket's row with every append. */
export type TicketColumns = Pick<
  TicketTable,
  | "status"
  | "sharer"
  | "helper"
  | "device"
  | "session_state"
  | "session_device"
  | "session_helper"
  | "subject"
  | "subject_about"
  | "opened_at"
  | "changed_at"
  | "version"
  | "head"
  | "next_deadline"
  | "next_check"
>;

/** A ticket as its row tells it. @param head hash of its newest event. */
export function project({ after, nextDeadline }: Append, head: string): TicketColumns {
  const { session } = after;
  return {
    status: after.status,
    sharer: after.sharer.id,
    helper: after.claim?.helper.id ?? null,
    device: session?.device.id ?? after.device?.id ?? null,
    session_state: sessionState(session),
    session_device: session?.device.id ?? null,
    session_helper: session?.helper.id ?? null,
    subject: plain(after.subject.text ?? ""),
    subject_about: after.subject.about,
    opened_at: after.openedAt,
    changed_at: after.lastAt,
    version: after.version,
    head,
    next_deadline: nextDeadline,
    next_check: nextCheck(after),
  };
}

function sessionState(session: Session | null): TicketTable["session_state"] {
  if (session === null) return null;
  return isLive(session) ? "live" : "asked";
}
