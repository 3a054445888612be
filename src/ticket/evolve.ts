import type { EventOf, EventType, TicketEvent } from "./events.ts";
import { evolveSession } from "./evolve-session.ts";
import type { TicketId } from "./ids.ts";
import type { Person } from "./person.ts";
import type { Ticket } from "./ticket.ts";

/**
 * What one event does to a ticket. Pure; it judges nothing: `decide` has judged already.
 * @throws when the first event is not the opening, or the opening comes twice: the stream is not a ticket's.
 */
export function evolve(ticket: Ticket | null, id: TicketId, event: TicketEvent): Ticket {
  if (ticket === null) return opened(id, event);
  if (event.type === "TicketOpened") throw new Error(`${id} is opened twice`);
  const changed = evolveSession(evolveWork(ticket, event), event);
  const version = ticket.version + 1;
  const seenVersion = UNSEEN.includes(event.type) ? ticket.seenVersion : version;
  return { ...changed, version, seenVersion, lastAt: Math.max(ticket.lastAt, event.at) };
}

/** Folds a whole stream; null when it has no event. */
export const replay = (id: TicketId, events: readonly TicketEvent[]): Ticket | null =>
  events.reduce<Ticket | null>((ticket, event) => evolve(ticket, id, event), null);

function opened(id: TicketId, event: TicketEvent): Ticket {
  if (event.type !== "TicketOpened") throw new Error(`${id} begins with ${event.type}`);
  const { sharer, subject, details, urgency, device, language, at } = event;
  return {
    ...{
      id,
      version: 1,
      seenVersion: 1,
      lastAt: at,
      status: "open",
      sharer,
      openedBy: event.by ?? sharer,
      openedAt: at,
    },
    ...{ subject, details, urgency, device, language },
    ...{ claim: null, helpers: [], session: null, past: [], denied: null, wanted: null, asks: 0 },
    ...{ notes: [], resolution: null, closedAt: null, feedback: [], reopened: 0 },
  };
}

/** What changes no card by itself: a card that is only drawn from a newer version would lose what somebody types into it. */
const UNSEEN: readonly EventType[] = ["SessionVerified", "SessionUnverified", "AttemptRefused"];

type Work = { readonly [Type in EventType]?: (ticket: Ticket, event: EventOf<Type>) => Partial<Ticket> };

const WORK: Work = {
  TicketAmended: (_, { subject, details, urgency, device }) => ({ subject, details, urgency, device }),
  TicketWithdrawn: (_, { at }) => ({ status: "withdrawn", claim: null, closedAt: at }),
  TicketClaimed: (ticket, { helper, at, leaseUntil }) => heldBy(ticket, helper, at, leaseUntil),
  ClaimGivenBack: () => ({ status: "open", claim: null, wanted: null }),
  ClaimLapsed: () => ({ status: "open", claim: null, wanted: null }),
  TicketHandedOver: (ticket, { to, at, leaseUntil }) => heldBy(ticket, to, at, leaseUntil),
  NoteAdded: (ticket, { at, by, note }) =>
    by === null ? {} : { notes: [...ticket.notes, { at, by, note }] },
  TicketResolved: (_, { at, by, outcome, done }) => ({
    status: "resolved",
    claim: null,
    closedAt: at,
    resolution: by === null ? null : { at, by, outcome, done },
  }),
  TicketReopened: (ticket) => ({
    status: "open",
    claim: null,
    closedAt: null,
    resolution: null,
    reopened: ticket.reopened + 1,
  }),
  FeedbackGiven: (ticket, { at, session, fixed, rating, comment }) => ({
    feedback: [...ticket.feedback, { at, session, fixed, rating, comment }],
  }),
  MoreHelpAsked: (_, { level }) => ({ wanted: level }),
};

function evolveWork(ticket: Ticket, event: TicketEvent): Ticket {
  const change = WORK[event.type] as ((ticket: Ticket, event: TicketEvent) => Partial<Ticket>) | undefined;
  const next = change === undefined ? ticket : { ...ticket, ...change(ticket, event) };
  return endLease(next, event);
}

function heldBy(ticket: Ticket, helper: Person, since: number, leaseUntil: number): Partial<Ticket> {
  const others = ticket.helpers.filter(({ id }) => id !== helper.id);
  return {
    ...{ status: "claimed", claim: { helper, since, leaseUntil }, helpers: [...others, helper] },
    denied: null,
  };
}

/** Taking a ticket, and trying what is not allowed, is not yet work on it. */
const NO_WORK: readonly EventType[] = ["TicketClaimed", "TicketHandedOver", "AttemptRefused"];

/** A claim stops being a lease with the helper's first action on it. */
function endLease(ticket: Ticket, event: TicketEvent): Ticket {
  const { claim } = ticket;
  if (claim === null || claim.leaseUntil === null || event.by?.id !== claim.helper.id) return ticket;
  if (NO_WORK.includes(event.type)) return ticket;
  return { ...ticket, claim: { ...claim, leaseUntil: null } };
}
