import { isDeepStrictEqual } from "node:util";
import type { Command } from "../../../src/domain/ticket/commands.ts";
import {
  END_CAUSES,
  type EventOf,
  type EventType,
  type TicketEvent,
} from "../../../src/domain/ticket/events.ts";
import type { PersonId } from "../../../src/domain/ticket/ids.ts";
import type { Level } from "../../../src/domain/ticket/level.ts";

/**
 * What must hold, kept from the returned events alone and without the code under test: a list of consents, of stops,
 * of who holds what. Written to be obvious rather than short.
 */
const MINUTE = 60_000;
const LONGEST: Readonly<Record<Level, number>> = {
  view: 30 * MINUTE,
  control: 15 * MINUTE,
  elevation: 10 * MINUTE,
};
const CHECKED_EVERY = 2 * MINUTE;
const GRACE = 5 * MINUTE;
const HEIGHT: Readonly<Record<Level, number>> = { view: 0, control: 1, elevation: 2 };

interface Asked {
  readonly number: number;
  readonly session: number;
  readonly kind: "view" | "escalation" | "extension";
  readonly level: Level;
  readonly by: PersonId;
  readonly answerBy: number;
  readonly length: number;
  /** How many stops of any kind the session had seen when this was asked. */
  readonly stops: number;
}

export type Model = ReturnType<typeof createModel>;

export function createModel(sharer: PersonId) {
  let lastAt = Number.NEGATIVE_INFINITY;
  let holder: PersonId | null = null;
  let withdrawnBy: PersonId | null = null;
  let session: number | null = null;
  let paused = false;
  let stops = 0;
  let open: Asked | null = null;
  let rights = new Map<Level, number>();
  /** When all conditions were last met, since when they are unknown, and since when there is a grant. */
  let met = 0;
  let silentSince = Number.POSITIVE_INFINITY;
  let liveSince = 0;
  const ended = new Map<number, string>();
  const begun = new Set<number>();
  const seen = new Map<string, number>();

  /** From consents that are neither expired nor taken back, and whose conditions were met not long ago. */
  function allowed(at: number): Level | null {
    const carrier = rights.get("view");
    if (paused || carrier === undefined || carrier <= at) return null;
    const doubt = Math.min(silentSince, Math.max(met + CHECKED_EVERY, liveSince));
    if (at >= doubt + 2 * GRACE) return null;
    if (at >= doubt + GRACE) return "view";
    const inForce = [...rights].filter(([, until]) => at < until).map(([level]) => level);
    return inForce.sort((one, other) => HEIGHT[other] - HEIGHT[one])[0] ?? null;
  }

  function observe(command: Command, events: readonly TicketEvent[]): void {
    for (const event of events) {
      must(event.at >= lastAt, "the clock of a ticket never runs backwards", event);
      lastAt = event.at;
      seen.set(event.type, (seen.get(event.type) ?? 0) + 1);
      const before = allowed(event.at);
      checkSession(event);
      (RULES[event.type] as ((event: TicketEvent, command: Command) => void) | undefined)?.(event, command);
      const after = allowed(event.at);
      const rose = after !== null && (before === null || HEIGHT[after] > HEIGHT[before]);
      const mayRaise = event.type === "ConsentGiven" || event.type === "SessionResumed";
      must(!rose || mayRaise, "only a consent or the sharer's resuming raises authority", event);
    }
  }

  /** Only reports about the transport follow the end of a session. */
  function checkSession(event: TicketEvent): void {
    if (!("session" in event) || event.session === null) return;
    if (event.type === "TransportReported" || event.type === "FeedbackGiven") return;
    if (event.type === "ViewAsked") return;
    must(event.session === session, "an event belongs to the present session", event);
  }

  const bySharer = (event: TicketEvent) => must(event.by?.id === sharer, "this is the sharer's alone", event);
  const byHolder = (event: TicketEvent) => must(event.by?.id === holder, "this is the holder's", event);
  const byPart = (event: TicketEvent, command: Command) => {
    const lead = "actor" in command && command.actor.roles.lead;
    must(lead || [sharer, holder].includes(event.by?.id ?? null), "sharer's, holder's or a lead's", event);
  };
  const byHelper = (event: TicketEvent, command: Command) =>
    must("actor" in command && (command.actor.roles.helper || command.actor.roles.lead), "a helper's", event);

  function asked(event: EventOf<"ViewAsked" | "EscalationAsked" | "ExtensionAsked">): void {
    const { terms, by, at } = event;
    if (by === null) throw new Error("nobody asked");
    must(by.id !== sharer, "nobody asks themself", event);
    must(open === null, "one question at a time", event);
    must(terms.length <= LONGEST[terms.level], "no ask is longer than the policy allows", event);
    must(terms.answerBy <= at + (terms.kind === "view" ? 5 : 2) * MINUTE, "the window is short", event);
    if ([...rights.keys()].every((level) => HEIGHT[level] <= HEIGHT[terms.level])) isMet(at);
    open = { ...terms, number: terms.ask, session: event.session, by: by.id, stops };
  }

  function isMet(at: number): void {
    met = at;
    silentSince = Number.POSITIVE_INFINITY;
  }

  function consented(event: EventOf<"ConsentGiven">, command: Command): void {
    const { at, level, until } = event;
    bySharer(event);
    must(command.type === "AnswerAsk" && command.answer === "allow", "silence never grants", event);
    if (open === null || open.number !== event.ask) throw new Error("a consent without a question");
    must(open.by !== sharer && open.level === level, "a consent answers what another one asked", event);
    must(at < open.answerBy, "a late yes grants nothing", event);
    must(open.stops === stops, "a question from before a stop grants nothing", event);
    must(!paused, "nothing is granted in a pause", event);
    if (open.kind === "extension") {
      const end = rights.get(level);
      if (end === undefined || end <= at) throw new Error("an extension of nothing");
      must(until <= end + 10 * MINUTE, "an extension is short", event);
      for (const [each, old] of rights)
        if (HEIGHT[each] <= HEIGHT[level]) rights.set(each, Math.max(old, until));
    } else {
      must(until <= at + LONGEST[level], "the clock starts at the consent", event);
      must(level === "view" || until <= (rights.get("view") ?? 0), "nothing outlives the view", event);
      for (const each of [...rights.keys()]) if (each !== "view") rights.delete(each);
      rights.set(level, until);
      if (level === "view") liveSince = at;
    }
    open = null;
  }

  function stopped(level: Level): void {
    stops++;
    rights.delete(level);
  }

  function end(event: EventOf<"SessionEnded">): void {
    must(!ended.has(event.session), "a session ends once", event);
    must(END_CAUSES.includes(event.cause), "a cause from the list", event);
    must(event.endedAt <= event.at, "no end lies in the future", event);
    ended.set(event.session, event.cause);
    session = null;
    rights = new Map();
    open = null;
    paused = false;
  }

  const settle = () => {
    open = null;
  };
  const letGo = () => {
    holder = null;
  };
  type Rules = { [Type in EventType]?: (event: EventOf<Type>, command: Command) => void };
  const RULES: Rules = {
    TicketClaimed(event, command) {
      must(holder === null, "at most one claim", event);
      must(event.helper.id !== sharer, "nobody helps themself", event);
      byHelper(event, command);
      holder = event.helper.id;
    },
    TicketHandedOver(event, command) {
      const lead = "actor" in command && command.actor.roles.lead;
      must(lead || event.by?.id === holder, "handed over by the holder or a lead", event);
      must(event.to.id !== sharer, "nobody helps themself", event);
      must(session === null, "a handover ends the session first", event);
      holder = event.to.id;
    },
    ClaimGivenBack(event) {
      byHolder(event);
      letGo();
    },
    ClaimLapsed(event) {
      must(event.by === null, "only the clock lets a lease lapse", event);
      letGo();
    },
    WaitEscalated(event) {
      must(event.by === null && holder === null, "only what nobody has waits", event);
    },
    HolderReminded(event) {
      must(event.by === null && holder !== null, "only a holder is reminded", event);
      must(event.until > event.at, "there is time left to act", event);
    },
    TicketWithdrawn(event, command) {
      byPart(event, command);
      letGo();
      withdrawnBy = event.by?.id ?? null;
    },
    TicketAmended: byPart,
    NoteAdded(event, command) {
      if (holder !== null) byPart(event, command);
    },
    TicketResolved: letGo,
    TicketReopened(event, command) {
      const lead = "actor" in command && command.actor.roles.lead;
      const own = withdrawnBy !== null && event.by?.id === withdrawnBy;
      must(lead || own || event.by?.id === sharer, "reopened by sharer, lead or who withdrew it", event);
      withdrawnBy = null;
    },
    FeedbackGiven: bySharer,
    MoreHelpAsked: bySharer,
    ViewAsked(event, command) {
      byHolder(event);
      byHelper(event, command);
      must(session === null && !begun.has(event.session), "at most one session at a time", event);
      asked(event);
      begun.add(event.session);
      session = event.session;
    },
    EscalationAsked(event, command) {
      byHolder(event);
      byHelper(event, command);
      must(allowed(event.at) !== null, "asked inside a live session", event);
      asked(event);
    },
    ExtensionAsked(event, command) {
      byHolder(event);
      byHelper(event, command);
      asked(event);
    },
    ConsentGiven: consented,
    ConsentRefused(event, command) {
      bySharer(event);
      must(command.type === "AnswerAsk", "an answer", event);
      settle();
    },
    AskLapsed(event) {
      must(event.by === null && open !== null && open.answerBy <= event.at, "lapsed by the clock", event);
      settle();
    },
    AskCancelled: settle,
    GrantRevoked(event) {
      must((event.endedAt ?? event.at) <= event.at, "nothing is taken back in the future", event);
      stopped(event.level);
    },
    SessionVerified(event, command) {
      must(command.type === "RecordCheck" && event.by === null, "only a check verifies", event);
      isMet(event.at);
    },
    SessionUnverified(event, command) {
      must(command.type === "RecordCheck" && event.by === null, "only a check finds silence", event);
      silentSince = Math.min(silentSince, event.at);
    },
    GrantExpired(event) {
      must(
        (rights.get(event.level) ?? Number.POSITIVE_INFINITY) <= event.at,
        "expired when it was over",
        event,
      );
      rights.delete(event.level);
    },
    SessionPaused() {
      stopped("control");
      stopped("elevation");
      paused = true;
    },
    SessionResumed(event) {
      bySharer(event);
      paused = false;
    },
    SessionEnded: end,
  };

  return {
    observe,
    allowed,
    /** How often each kind of event has happened. */
    seen,
    everySessionHasEnded: () => isDeepStrictEqual(new Set(ended.keys()), begun),
  };
}

function must(holds: boolean, what: string, event: TicketEvent): asserts holds {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(event)}`);
}
