import type { CheckId } from "../../domain/eligibility/policy.ts";
import type { EventPayload, TicketEvent } from "../../domain/ticket/events.ts";
import type { Finding } from "../../domain/ticket/finding.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { ReportEvent, ReportEventType } from "../../ports/report-queries.ts";

/** Events that a report may know. */
export const REPORTED = new Set<string>([
  "TicketOpened",
  "TicketClaimed",
  "TicketHandedOver",
  "ClaimGivenBack",
  "TicketAmended",
  "TicketResolved",
  "TicketWithdrawn",
  "TicketReopened",
  "FeedbackGiven",
  "EligibilityDenied",
  "ViewAsked",
  "EscalationAsked",
  "ExtensionAsked",
  "AskCancelled",
  "ConsentGiven",
  "ConsentRefused",
  "AskLapsed",
  "GrantRevoked",
  "SessionPaused",
  "TransportReported",
  "SessionEnded",
  "AttemptRefused",
] satisfies ReportEventType[]);

/** A ticket's events as reports may know them. @param events sealed, in order, from the opening on */
export function toReportEvents(ticket: TicketId, events: readonly TicketEvent[]): ReportEvent[] {
  const [opening] = events;
  if (opening?.type !== "TicketOpened") return [];
  const reported: ReportEvent[] = [];
  let holder: ReportEvent["holder"] = null;
  for (const event of events) {
    const first = holder === null;
    if (event.type === "TicketClaimed") holder = event.helper.id;
    if (event.type === "TicketHandedOver") holder = event.to.id;
    const what = whatOf(event, first);
    if (what === null) continue;
    const about = { ticket, at: event.at, by: event.by?.id ?? null, sharer: opening.sharer.id };
    reported.push({ ...what, ...about, openedAt: opening.at, holder });
  }
  return reported;
}

type What = ReportEvent extends infer Each
  ? Each extends ReportEvent
    ? Omit<Each, "ticket" | "at" | "by" | "sharer" | "openedAt" | "holder">
    : never
  : never;

/** Field by field, so that no personal text is included. */
function whatOf(event: EventPayload, first: boolean): What | null {
  switch (event.type) {
    case "TicketOpened":
    case "TicketReopened":
    case "TicketAmended":
    case "TicketWithdrawn":
    case "TicketHandedOver":
    case "ClaimGivenBack":
      return { type: event.type };
    case "TicketClaimed":
      return { type: event.type, first };
    case "TicketResolved":
      return { type: event.type, outcome: event.outcome };
    case "FeedbackGiven":
      return { type: event.type, session: event.session, fixed: event.fixed, rating: event.rating };
    case "EligibilityDenied": {
      const unmet = event.findings.filter(({ outcome }) => outcome === "unmet");
      return { type: event.type, checks: unmet.map(({ check }) => check as CheckId) };
    }
    case "ViewAsked":
      return { type: event.type, session: event.session, device: event.device.id };
    case "ConsentGiven":
      return { type: event.type, session: event.session, level: event.level };
    case "ConsentRefused":
      return { type: event.type, session: event.session, why: event.why };
    case "EscalationAsked":
    case "ExtensionAsked":
    case "AskCancelled":
    case "SessionPaused":
    case "AskLapsed":
      return { type: event.type, session: event.session };
    case "GrantRevoked":
      return { type: event.type, session: event.session, cause: event.cause };
    case "TransportReported":
      return { type: event.type, session: event.session, fact: event.fact };
    case "SessionEnded":
      return { type: event.type, session: event.session, cause: event.cause };
    case "AttemptRefused":
      return { type: event.type, command: event.command, code: event.code };
    default:
      return null;
  }
}

export const blocksSession = ({ outcome }: Finding): boolean => outcome === "unmet" || outcome === "unknown";
