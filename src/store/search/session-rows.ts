import { accountOf } from "../../domain/ticket/session-account.ts";
import type { EndedSession, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import { plain } from "./plain.ts";
import type { SessionTable } from "./search-schema.ts";

/** Every session of a ticket as its row, in order. */
export function sessionRows({ id, sharer, past, session }: Ticket): SessionTable[] {
  const all: (Session | EndedSession)[] = session === null ? [...past] : [...past, session];
  return all.map((each) => ({
    ticket: id,
    ticket_number: numberOf(id),
    session: each.number,
    sharer: sharer.id,
    helper: each.helper.id,
    device: each.device.id,
    device_name: plain(each.device.name.text ?? ""),
    device_model: plain(each.device.model),
    asked_at: each.askedAt,
    started_at: each.grants[0]?.from ?? null,
    ended_at: "endedAt" in each ? each.endedAt : null,
    cause: "endedAt" in each ? each.cause : null,
    levels: JSON.stringify(accountOf(each, Number.POSITIVE_INFINITY)?.spans ?? []),
  }));
}
