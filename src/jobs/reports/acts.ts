import type { ReportEvent } from "../../ports/report-queries.ts";

/** What somebody does on a request of another person by their role; sentences are `anomaly.act.TYPE`. */
const ACTS = [
  "TicketOpened",
  "TicketClaimed",
  "ClaimGivenBack",
  "TicketHandedOver",
  "TicketAmended",
  "TicketResolved",
  "TicketWithdrawn",
  "TicketReopened",
  "ViewAsked",
  "EscalationAsked",
  "ExtensionAsked",
  "AskCancelled",
  "SessionPaused",
  "GrantRevoked",
  "SessionEnded",
] as const;
type Act = Extract<ReportEvent, { type: (typeof ACTS)[number] }>;

export function isAct(event: ReportEvent): event is Act {
  if (event.by === null || event.by === event.sharer) return false;
  // A session also ends with a hand-over or a withdrawal, which count by themselves.
  if (event.type === "SessionEnded") return event.cause === "ended-by-lead";
  if (event.type === "GrantRevoked") return event.cause === "lead";
  if (event.type === "SessionPaused") return event.by !== event.holder;
  return ACTS.some((type) => type === event.type);
}
