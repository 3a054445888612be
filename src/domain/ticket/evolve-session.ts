import { openAsk, unverified, verified } from "./authority.ts";
import type { EventOf, EventType, TicketEvent } from "./events.ts";
import { isAbove } from "./level.ts";
import type { AskOutcome, EndedSession, Grant, Pause, Session, Ticket } from "./ticket.ts";

type Change = { readonly [Type in EventType]?: (session: Session, event: EventOf<Type>) => Partial<Session> };

/** The part of `evolve` for the session inside a ticket. */
export function evolveSession(ticket: Ticket, event: TicketEvent): Ticket {
  switch (event.type) {
    case "ViewAsked":
      return { ...ticket, session: started(event), asks: event.terms.ask, wanted: null };
    case "EscalationAsked":
    case "ExtensionAsked":
      return change({ ...ticket, asks: event.terms.ask, wanted: null }, event);
    case "SessionEnded":
      return ended(ticket, event);
    default:
      return change(ticket, event);
  }
}

function started(event: EventOf<"ViewAsked">): Session | null {
  const { at, by, session, device, recheck, terms } = event;
  if (by === null) return null;
  return {
    number: session,
    helper: by,
    device,
    askedAt: at,
    grants: [],
    pausedBy: null,
    extensions: 0,
    pauses: [],
    warned: [],
    warnings: [],
    verification: { ...recheck, at, silence: null },
    transport: {},
    asks: [{ ...terms, askedAt: at, by, answer: null }],
  };
}

const CHANGE: Change = {
  EscalationAsked: asked,
  ExtensionAsked: asked,
  ConsentGiven: (session, event) => ({
    ...answered(session, event, "allowed", lengthOf(session, event)),
    ...granted(session, event),
  }),
  ConsentRefused: (session, event) =>
    answered(session, event, event.why === "not-now" ? "refused" : "wrong-phrase"),
  AskLapsed: (session, event) => answered(session, event, "lapsed"),
  AskCancelled: (session, event) => answered(session, event, "cancelled"),
  GrantRevoked: (session, { level, at, cause, findings, endedAt = at }) => ({
    grants: over(session.grants, level, { at: endedAt, cause, findings }),
    warned: [],
  }),
  GrantExpired: (session, { level, until }) => ({
    grants: over(session.grants, level, { at: until, cause: "expired", findings: [] }),
    warned: [],
  }),
  SessionVerified: (session, { at }) => verified(session, at),
  SessionUnverified: (session, { at, findings }) => unverified(session, at, findings),
  SessionPaused: ({ pauses }, { at, by }) => ({ pausedBy: by, pauses: [...pauses, { from: at, to: null }] }),
  SessionResumed: ({ pauses }, { at }) => ({ pausedBy: null, pauses: resumed(pauses, at) }),
  EndWarned: ({ warned, warnings }, { at, before }) => ({
    warned: [...warned, before],
    warnings: [...warnings, { at, before }],
  }),
  TransportReported: (session, { fact, at }) => ({ transport: { ...session.transport, [fact]: at } }),
};

/** Only transport reports change a session that is over; other late events change nothing. */
function change(ticket: Ticket, event: TicketEvent): Ticket {
  const apply = CHANGE[event.type] as
    | ((session: Session, event: TicketEvent) => Partial<Session>)
    | undefined;
  if (apply === undefined || !("session" in event)) return ticket;
  if (ticket.session !== null && ticket.session.number === event.session) {
    return { ...ticket, session: { ...ticket.session, ...apply(ticket.session, event) } };
  }
  if (event.type !== "TransportReported") return ticket;
  return {
    ...ticket,
    past: ticket.past.map((past) =>
      past.number === event.session ? { ...past, ...apply(past, event) } : past,
    ),
  };
}

function asked(
  session: Session,
  event: EventOf<"EscalationAsked"> | EventOf<"ExtensionAsked">,
): Partial<Session> {
  const { terms, at, by } = event;
  if (by === null) return {};
  const judged = session.grants.some(({ level, over }) => over === null && isAbove(level, terms.level));
  return {
    asks: [...session.asks, { ...terms, askedAt: at, by, answer: null }],
    // An ask checks eligibility for its level, which includes all lower levels.
    ...(judged ? {} : verified(session, at)),
  };
}

const resumed = (pauses: readonly Pause[], at: number): readonly Pause[] =>
  pauses.map((pause) => (pause.to === null ? { ...pause, to: Math.max(pause.from, at) } : pause));

function answered(
  session: Session,
  event: { ask: number; at: number; by: TicketEvent["by"] },
  outcome: AskOutcome,
  length: number | null = null,
): Partial<Session> {
  return {
    asks: session.asks.map((ask) =>
      ask.ask === event.ask
        ? { ...ask, answer: { at: event.at, outcome, by: event.by?.id ?? null, length } }
        : ask,
    ),
  };
}

/** How long was allowed: at most what was asked, and never past the view grant. */
function lengthOf({ asks, grants }: Session, { ask, level, at, until }: EventOf<"ConsentGiven">): number {
  const isExtension = asks.find((each) => each.ask === ask)?.kind === "extension";
  const extended = grants.find((grant) => grant.over === null && grant.level === level);
  return until - (isExtension && extended !== undefined ? extended.until : at);
}

/** A higher grant supersedes control, so that its end falls back to view. */
function granted(session: Session, event: EventOf<"ConsentGiven">): Partial<Session> {
  const { level, ask, at, until } = event;
  if (session.asks.find((each) => each.ask === ask)?.kind !== "extension") {
    const below = session.grants.map((grant) =>
      grant.over !== null || grant.level === "view"
        ? grant
        : { ...grant, over: { at, cause: "superseded" as const, findings: [] } },
    );
    return { grants: [...below, { level, ask, from: at, until, over: null }], warned: [] };
  }
  const prolonged = session.grants.map((grant) =>
    grant.over !== null || isAbove(grant.level, level)
      ? grant
      : { ...grant, until: Math.max(grant.until, until) },
  );
  return { grants: prolonged, extensions: session.extensions + 1, warned: [] };
}

function over(grants: readonly Grant[], level: Grant["level"], how: NonNullable<Grant["over"]>): Grant[] {
  return grants.map((grant) =>
    grant.level === level && grant.over === null ? { ...grant, over: how } : grant,
  );
}

function ended(ticket: Ticket, event: EventOf<"SessionEnded">): Ticket {
  const { session } = ticket;
  if (session === null || session.number !== event.session) return ticket;
  const { endedAt, by, cause, findings } = event;
  const pending = openAsk(session);
  const settled =
    pending === null ? {} : answered(session, { ask: pending.ask, at: endedAt, by }, "cancelled");
  const past: EndedSession = {
    ...session,
    ...settled,
    grants: session.grants.map((grant) =>
      grant.over === null
        ? { ...grant, over: { at: Math.min(endedAt, grant.until), cause: "session-ended", findings } }
        : grant,
    ),
    pauses: resumed(session.pauses, endedAt),
    endedAt,
    endedBy: by,
    cause,
    findings,
  };
  return { ...ticket, session: null, past: [...ticket.past, past], wanted: null };
}
