import type { EventOf, EventPayload, EventType, TicketEvent } from "./events.ts";
import type { Level } from "./level.ts";
import type { Person, Personal } from "./person.ts";
import type { Ticket } from "./ticket.ts";

/** The turning points of a request: what somebody may be alerted of. */
export type TurnKind =
  | "waiting"
  | "leads-called"
  | "picked-up"
  | "given-back"
  | "claim-ending"
  | "answer-due"
  | "claim-lapsed"
  | "handed-over"
  | "withdrawn"
  | "resolved"
  | "reopened"
  | "blocked"
  | "asked"
  | "allowed"
  | "refused"
  | "wrong-number"
  | "lapsed"
  | "offered"
  | "paused"
  | "resumed"
  | "level-over"
  | "ends-soon"
  | "stopped"
  | "session-over";

export interface Turn {
  /** The version that it gave the ticket, so no two have the same. */
  readonly number: number;
  readonly kind: TurnKind;
  readonly at: number;
  /** Null for the clock and the checks. */
  readonly by: Person | null;
  /** Who held the ticket before it; when it was closed, who held it last. */
  readonly before: Person | null;
  /** Who holds it after it. */
  readonly holder: Person | null;
  readonly level: Level | null;
  /** Until when the holder has to act or answer; null when nothing is asked of them. */
  readonly until: number | null;
  /** What was written with it: why it was reopened. */
  readonly words: Personal | null;
}

/** Turning points that a ticket remembers: an alert about an older one is stale. */
export const MOST_TURNS = 30;

type KindOf = {
  readonly [Type in EventType]: TurnKind | null | ((event: EventOf<Type>) => TurnKind | null);
};

/** Lists every event type; null for one that alerts nobody, or whose news is in another event of the same moment. */
const KINDS: KindOf = {
  TicketOpened: null,
  TicketAmended: null,
  TicketWithdrawn: "withdrawn",
  TicketClaimed: "picked-up",
  ClaimGivenBack: "given-back",
  ClaimLapsed: "claim-lapsed",
  WaitEscalated: ({ step }) => (step === "leads" ? "leads-called" : "waiting"),
  HolderReminded: ({ why }) => (why === "answer" ? "answer-due" : "claim-ending"),
  ClaimKept: null,
  TicketHandedOver: "handed-over",
  NoteAdded: null,
  TicketResolved: "resolved",
  TicketReopened: "reopened",
  FeedbackGiven: null,
  EligibilityDenied: "blocked",
  ViewAsked: "asked",
  EscalationAsked: "asked",
  ExtensionAsked: "asked",
  MoreHelpAsked: "offered",
  ConsentGiven: "allowed",
  ConsentRefused: ({ why }) => (why === "wrong-phrase" ? "wrong-number" : "refused"),
  AskLapsed: "lapsed",
  AskCancelled: null,
  GrantRevoked: ({ cause }) => (cause === "paused" ? null : "level-over"),
  GrantExpired: "level-over",
  SessionVerified: null,
  SessionUnverified: null,
  SessionPaused: "paused",
  SessionResumed: "resumed",
  EndWarned: "ends-soon",
  TransportReported: null,
  SessionEnded: ({ cause, by }) => {
    if (SAID_OTHERWISE.has(cause)) return null;
    return by === null ? "session-over" : "stopped";
  },
  AttemptRefused: null,
};

/** The refused or lapsed question, or what became of the request, is the news. */
const SAID_OTHERWISE: ReadonlySet<EventOf<"SessionEnded">["cause"]> = new Set([
  "refused",
  "wrong-phrase",
  "lapsed",
  "cancelled",
  "ticket-withdrawn",
  "ticket-resolved",
  "handover",
]);

/** The part of `evolve` for turning points. @param after the ticket with the event, but for its turning points. */
export function evolveTurns(before: Ticket, event: TicketEvent, after: Ticket): readonly Turn[] {
  const how = KINDS[event.type] as TurnKind | null | ((event: TicketEvent) => TurnKind | null);
  const kind = typeof how === "function" ? how(event) : how;
  if (kind === null) return before.turns;
  const turn: Turn = {
    number: before.version + 1,
    kind,
    at: event.at,
    by: event.by,
    before: (before.claim ?? (kind === "reopened" ? before.formerClaims.at(-1) : null))?.helper ?? null,
    holder: after.claim?.helper ?? null,
    level: levelOf(event, before),
    until: after.claim?.leaseUntil ?? null,
    words: event.type === "TicketReopened" ? event.reason : null,
  };
  return [...before.turns, turn].slice(-MOST_TURNS);
}

function levelOf(event: EventPayload, { session }: Ticket): Level | null {
  if ("level" in event) return event.level;
  if (!("ask" in event)) return null;
  return session?.asks.find(({ ask }) => ask === event.ask)?.level ?? null;
}
