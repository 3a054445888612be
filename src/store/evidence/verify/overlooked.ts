import { nextDeadline } from "../../../domain/ticket/deadlines.ts";
import type { Policy } from "../../../domain/ticket/policy.ts";
import type { Ticket } from "../../../domain/ticket/ticket.ts";
import { nextCheck } from "../../../domain/ticket/verification.ts";
import type { TicketRow } from "../../trail/trail-pages.ts";

const DAY = 24 * 60 * 60_000;

/**
 * What is due for a ticket and would never be looked at, because the row that says when was emptied or put off. Less
 * than a day tells nothing: a policy that was changed moves warnings by as much.
 */
export const overlooked = (row: TicketRow | null, ticket: Ticket, policy: Policy): string[] => [
  ...(isLost(row?.next_deadline, nextDeadline(ticket, policy)) ? ["tickets.next_deadline"] : []),
  ...(isLost(row?.next_check, nextCheck(ticket)) ? ["tickets.next_check"] : []),
];

const isLost = (stored: number | null | undefined, due: number | null): boolean =>
  due !== null && (stored === null || stored === undefined || stored - due > DAY);
