import type { EventPayload, EventType } from "./events.ts";
import type { Policy } from "./policy.ts";
import type { Ticket } from "./ticket.ts";

/**
 * What ends something or takes it back, and what is recorded once per session. None can be repeated without an event
 * that is not listed here, so a full ticket grows by little more.
 */
const ENDINGS: ReadonlySet<EventType> = new Set<EventType>([
  "SessionEnded",
  "SessionPaused",
  "GrantRevoked",
  "AskCancelled",
  "ConsentRefused",
  "ClaimGivenBack",
  "TicketWithdrawn",
  "TicketResolved",
  "FeedbackGiven",
  "TransportReported",
]);

/** A ticket with as many events as the policy allows takes from people only what ends something. */
export const growsFullTicket = (
  payloads: readonly EventPayload[],
  { version, attemptsRecorded }: Ticket,
  { limits }: Policy,
): boolean => version - attemptsRecorded >= limits.events && payloads.some(({ type }) => !ENDINGS.has(type));
