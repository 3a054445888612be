import canonicalize from "canonicalize";
import type { EventType, TicketEvent } from "../../domain/ticket/events.ts";
import { type PersonKeys, seal, unseal } from "./seal.ts";

/** An event as the text that is hashed and stored: canonical JSON with its personal texts sealed. */
export function writeEvent(event: TicketEvent, keys: PersonKeys): string {
  const body = canonicalize(seal(event, keys));
  if (body === undefined) throw new Error(`a ${event.type} has no JSON form`);
  return body;
}

/** The parsed body of a stored event, still sealed. @throws {EventUnreadable} */
export function parseEvent(ticket: string, version: number, body: string): object {
  const event = parse(ticket, version, body);
  if (typeof event !== "object" || event === null || !("type" in event && "at" in event && "by" in event)) {
    throw new EventUnreadable(ticket, version, "it has no type, moment or author");
  }
  if (typeof event.type !== "string" || !Object.hasOwn(KNOWN_TYPES, event.type)) {
    throw new EventUnreadable(ticket, version, "this version of Beckon does not know its type");
  }
  if (typeof event.at !== "number") throw new EventUnreadable(ticket, version, "its moment is no number");
  return event;
}

/** @throws {EventUnreadable} */
export function openEvent(ticket: string, version: number, sealed: object, keys: PersonKeys): TicketEvent {
  try {
    return unseal(sealed, keys) as TicketEvent;
  } catch (error) {
    throw new EventUnreadable(ticket, version, "a personal text in it was changed", { cause: error });
  }
}

function parse(ticket: string, version: number, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new EventUnreadable(ticket, version, "it is no JSON", { cause: error });
  }
}

/** A stored event that cannot be parsed or opened. A ticket is never replayed around a gap. */
export class EventUnreadable extends Error {
  override readonly name = "EventUnreadable";

  constructor(ticket: string, version: number, why: string, options?: ErrorOptions) {
    super(`Event ${version} of ${ticket} cannot be read: ${why}.`, options);
  }
}

/** An older version of Beckon must not ignore events that a newer one wrote, so unknown types are a fault. */
const KNOWN_TYPES: Readonly<Record<EventType, true>> = {
  TicketOpened: true,
  TicketAmended: true,
  TicketWithdrawn: true,
  TicketClaimed: true,
  ClaimGivenBack: true,
  ClaimLapsed: true,
  TicketHandedOver: true,
  NoteAdded: true,
  TicketResolved: true,
  TicketReopened: true,
  FeedbackGiven: true,
  EligibilityDenied: true,
  ViewAsked: true,
  EscalationAsked: true,
  ExtensionAsked: true,
  MoreHelpAsked: true,
  ConsentGiven: true,
  ConsentRefused: true,
  AskLapsed: true,
  AskCancelled: true,
  GrantRevoked: true,
  GrantExpired: true,
  SessionVerified: true,
  SessionUnverified: true,
  SessionPaused: true,
  SessionResumed: true,
  EndWarned: true,
  TransportReported: true,
  SessionEnded: true,
  AttemptRefused: true,
};
