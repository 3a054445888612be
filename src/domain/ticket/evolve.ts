import type { EventOf, EventType, TicketEvent } from "./events.ts";
import { evolveSession } from "./evolve-session.ts";
import type { PersonId, TicketId } from "./ids.ts";
import { isAbove } from "./level.ts";
import type { Attempt, Claim, Denial, FormerClaim, Ticket } from "./ticket.ts";
import { evolveTurns } from "./turns.ts";

/**
 * Applies one event to a ticket. Pure, and without rules: `decide` has applied them.
 * @throws when the stream is not a ticket's: the first event is not the opening, or the opening comes twice.
 */
export function evolve(ticket: Ticket | null, id: TicketId, event: TicketEvent): Ticket {
  if (ticket === null) return opened(id, event);
  if (event.type === "TicketOpened") throw new Error(`${id} is opened twice`);
  const changed = evolveSession(evolveWork(ticket, event), event);
  const denials = evolveDenials(ticket, event);
  const attempts = evolveAttempts(ticket, event);
  const attemptsRecorded = ticket.attemptsRecorded + (event.type === "AttemptRefused" ? 1 : 0);
  const version = ticket.version + 1;
  const seenVersion = UNSEEN.includes(event.type) ? ticket.seenVersion : version;
  const lastAt = Math.max(ticket.lastAt, event.at);
  const turns = evolveTurns(ticket, event, changed);
  return { ...changed, denials, attempts, attemptsRecorded, turns, version, seenVersion, lastAt };
}

/** Folds a whole stream; null for an empty one. */
export const replay = (id: TicketId, events: readonly TicketEvent[]): Ticket | null =>
  events.reduce<Ticket | null>((ticket, event) => evolve(ticket, id, event), null);

function opened(id: TicketId, event: TicketEvent): Ticket {
  if (event.type !== "TicketOpened") throw new Error(`${id} begins with ${event.type}`);
  const { sharer, subject, details, urgency, device, language, at } = event;
  return {
    id,
    version: 1,
    seenVersion: 1,
    lastAt: at,
    status: "open",
    sharer,
    openedBy: event.by ?? sharer,
    openedAt: at,
    subject,
    details,
    urgency,
    device,
    language,
    waiting: { since: at, steps: [] },
    waitSteps: 0,
    claim: null,
    formerClaims: [],
    helpers: [],
    session: null,
    past: [],
    wanted: null,
    invitation: null,
    asks: 0,
    notes: [],
    denials: [],
    attempts: [],
    attemptsRecorded: 0,
    resolution: null,
    closedAt: null,
    withdrawnBy: null,
    feedback: [],
    reopenings: [],
    turns: [],
  };
}

/** Events that change no card. Rendering a card again would discard what a person is typing into it. */
const UNSEEN: readonly EventType[] = ["SessionVerified", "SessionUnverified", "AttemptRefused"];

type Work = { readonly [Type in EventType]?: (ticket: Ticket, event: EventOf<Type>) => Partial<Ticket> };

const WORK: Work = {
  TicketAmended: (_, { subject, details, urgency, device }) => ({ subject, details, urgency, device }),
  TicketWithdrawn: (ticket, { at, by }) => ({
    ...released(ticket, at, "withdrawn"),
    status: "withdrawn",
    waiting: null,
    closedAt: at,
    withdrawnBy: by,
  }),
  TicketClaimed: (ticket, { helper, at, leaseUntil, unchecked, report }) =>
    heldBy(ticket, {
      helper,
      since: at,
      leaseUntil,
      reminded: null,
      actedAt: null,
      handover: null,
      ...(unchecked && { unchecked }),
      ...(report && { report }),
    }),
  ClaimGivenBack: (ticket, { at }) => backInQueue(ticket, at, "given-back"),
  ClaimLapsed: (ticket, { at }) => backInQueue(ticket, at, "lapsed"),
  WaitEscalated: ({ waiting, waitSteps }, { step, at }) => ({
    waiting: waiting && { ...waiting, steps: [...waiting.steps, { step, at }] },
    waitSteps: waitSteps + 1,
  }),
  HolderReminded: ({ claim }, { why, until }) => ({
    claim: claim && { ...claim, reminded: why, leaseUntil: until },
  }),
  ClaimKept: ({ claim }, { at }) => ({ claim: claim && acted(claim, at) }),
  TicketHandedOver: (ticket, { to, at, by, note, leaseUntil, unchecked, lacking }) => ({
    ...released(ticket, at, "handed-over"),
    ...heldBy(ticket, {
      helper: to,
      since: at,
      leaseUntil,
      reminded: null,
      actedAt: null,
      handover: by === null ? null : { by, note },
      ...(unchecked && { unchecked }),
      ...(lacking && { lacking }),
    }),
  }),
  NoteAdded: (ticket, { at, by, note }) =>
    by === null ? {} : { notes: [...ticket.notes, { at, by, note }] },
  TicketResolved: (ticket, { at, by, outcome, done }) => ({
    ...released(ticket, at, "resolved"),
    status: "resolved",
    waiting: null,
    closedAt: at,
    resolution: by === null ? null : { at, by, outcome, done },
  }),
  TicketReopened: ({ reopenings, resolution, sharer }, { at, by, reason }) => ({
    status: "open",
    waiting: { since: at, steps: [] },
    claim: null,
    closedAt: null,
    withdrawnBy: null,
    resolution: null,
    reopenings: [...reopenings, { at, by: by ?? sharer, reason, resolution }],
  }),
  FeedbackGiven: (ticket, { at, session, fixed, rating, comment }) => ({
    feedback: [...ticket.feedback, { at, session, fixed, rating, comment }],
  }),
  MoreHelpAsked: ({ claim, invitation }, { level, at }) => ({
    wanted: level,
    invitation: claim === null ? invitation : { helper: claim.helper.id, at },
  }),
};

function evolveWork(ticket: Ticket, event: TicketEvent): Ticket {
  const change = WORK[event.type] as ((ticket: Ticket, event: TicketEvent) => Partial<Ticket>) | undefined;
  const next = change === undefined ? ticket : { ...ticket, ...change(ticket, event) };
  return endLease(next, event);
}

function heldBy(ticket: Ticket, claim: Claim): Partial<Ticket> {
  const others = ticket.helpers.filter(({ id }) => id !== claim.helper.id);
  return { status: "claimed", waiting: null, claim, helpers: [...others, claim.helper] };
}

function backInQueue(
  ticket: Ticket,
  at: number,
  ended: Extract<FormerClaim["ended"], "given-back" | "lapsed">,
): Partial<Ticket> {
  const waiting = { since: at, steps: [] };
  return { ...released(ticket, at, ended), status: "open", waiting, wanted: null };
}

function released({ claim, formerClaims }: Ticket, endedAt: number, ended: FormerClaim["ended"]) {
  if (claim === null) return { claim };
  return { claim: null, formerClaims: [...formerClaims, { ...claim, endedAt, ended }] };
}

/** Events that do not count as an action of the helper. */
const NO_WORK: readonly EventType[] = ["TicketClaimed", "TicketHandedOver", "AttemptRefused"];

/** The helper's first action turns the lease into a lasting claim. */
function endLease(ticket: Ticket, event: TicketEvent): Ticket {
  const { claim } = ticket;
  if (claim === null || event.by?.id !== claim.helper.id || NO_WORK.includes(event.type)) return ticket;
  return { ...ticket, claim: acted(claim, event.at) };
}

const acted = (claim: Claim, at: number): Claim => ({
  ...claim,
  leaseUntil: null,
  reminded: null,
  actedAt: at,
});

const DAY = 86_400_000;
/** Attempts recorded per person and day, so that repeated attempts cannot make a stream long and slow. */
export const MOST_ATTEMPTS = 30;
/** Attempts recorded per ticket. They do not count as its events, so that an outsider cannot use up its limit. */
export const MOST_ATTEMPTS_IN_ALL = 500;

/** Keeps the attempts of the last day. */
function evolveAttempts({ attempts }: Ticket, event: TicketEvent): readonly Attempt[] {
  if (event.type !== "AttemptRefused" || event.by === null) return attempts;
  return [...recent(attempts, event.at), { by: event.by.id, at: event.at }];
}

export const isWorthRecording = (
  { attempts, attemptsRecorded }: Ticket,
  person: PersonId,
  at: number,
): boolean =>
  attemptsRecorded < MOST_ATTEMPTS_IN_ALL &&
  recent(attempts, at).filter(({ by }) => by === person).length < MOST_ATTEMPTS;

const recent = (attempts: readonly Attempt[], at: number): readonly Attempt[] =>
  attempts.filter((attempt) => attempt.at > at - DAY);

/** The newest refusal by eligibility that is not settled. */
export const standingDenial = ({ denials }: Ticket): Denial | null =>
  denials.findLast(({ settled }) => settled === null) ?? null;

/** The part of `evolve` for refusals by eligibility. They are kept; settling one records when and how. */
function evolveDenials(before: Ticket, event: TicketEvent): readonly Denial[] {
  switch (event.type) {
    case "EligibilityDenied":
      return denied(before, event);
    case "ViewAsked":
    case "EscalationAsked":
    case "ExtensionAsked":
      // An ask for a lower level settles no refusal of a higher one.
      return settle(before, event.at, "asked", ({ level }) => !isAbove(level, event.terms.level));
    case "TicketAmended":
      return event.device?.id === before.device?.id
        ? before.denials
        : settle(before, event.at, "device-changed");
    default: {
      const how = ENDS[event.type];
      return how === undefined ? before.denials : settle(before, event.at, how);
    }
  }
}

type How = NonNullable<Denial["settled"]>["how"];

const ENDS: { readonly [Type in EventType]?: How } = {
  TicketClaimed: "helper-changed",
  TicketHandedOver: "helper-changed",
  ClaimGivenBack: "helper-changed",
  ClaimLapsed: "helper-changed",
  SessionEnded: "session-ended",
  TicketResolved: "resolved",
  TicketWithdrawn: "withdrawn",
};

/** The same refusal again replaces the standing one, with the newer findings. */
function denied(ticket: Ticket, event: EventOf<"EligibilityDenied">): readonly Denial[] {
  const helper = event.by ?? ticket.session?.helper;
  if (helper === undefined) return ticket.denials;
  const { at, level, findings, reason = null } = event;
  const standing = standingDenial(ticket);
  const same = standing?.level === level && standing.helper.id === helper.id;
  const before = same ? ticket.denials.filter((each) => each !== standing) : settle(ticket, at, "superseded");
  return [...before, { at, helper, level, findings, reason, settled: null }];
}

const settle = (
  { denials }: Ticket,
  at: number,
  how: How,
  concerns: (denial: Denial) => boolean = () => true,
): readonly Denial[] =>
  denials.map((denial) =>
    denial.settled === null && concerns(denial) ? { ...denial, settled: { at, how } } : denial,
  );
