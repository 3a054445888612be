import type { CardContent } from "../../cards/catalog.ts";
import type { Audience } from "../../cards/findings.ts";
import type { TicketView } from "../../cards/view.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Denial, Ticket } from "../../domain/ticket/ticket.ts";
import { findings } from "./findings.ts";
import { settledFindings } from "./settled-findings.ts";

/** What a refusal rests on; once something newer has happened, what became of it. */
export const findingsContent = (
  ticket: Ticket,
  denial: Denial,
  reader: Audience,
  to: Person,
  key: string,
  view: TicketView,
): CardContent =>
  denial.settled === null
    ? { card: "eligibility", data: findings(ticket, denial, reader, key, view) }
    : settledFindings(ticket, denial, denial.settled, to, view);
