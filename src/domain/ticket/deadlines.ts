import { authority, openAsk, viewGrant } from "./authority.ts";
import type { EventPayload, TicketEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Policy } from "./policy.ts";
import { cancelOpenAsk, revocations } from "./taking-back.ts";
import type { Session, Ticket } from "./ticket.ts";
import { trust } from "./trust.ts";

interface Due {
  readonly at: number;
  readonly happenings: readonly EventPayload[];
}

/** When time alone brings something about for this ticket. Null for never. */
export const nextDeadline = (ticket: Ticket, policy: Policy): number | null =>
  nextDue(ticket, policy, ticket.lastAt)?.at ?? null;

/**
 * All that the clock has brought about by `at`, in the order in which it fell due. A process that slept finds here
 * what it missed; asking twice brings nothing new. A check that is due is not made up: only its absence counts.
 */
export function passTime(ticket: Ticket, policy: Policy, at: number): TicketEvent[] {
  const passed: TicketEvent[] = [];
  let now = ticket;
  for (let due = nextDue(now, policy, at); due !== null && due.at <= at; due = nextDue(now, policy, at)) {
    const events = due.happenings.map((happening) => ({ ...happening, at, by: null }));
    passed.push(...events);
    now = events.reduce((state, event) => evolve(state, state.id, event), now);
  }
  return passed;
}

function nextDue(ticket: Ticket, policy: Policy, at: number): Due | null {
  const { session } = ticket;
  const all = [lease(ticket), ...(session === null ? [] : sessionDues(ticket, session, policy, at))];
  return all.reduce<Due | null>(
    (first, due) => (due !== null && (first === null || due.at < first.at) ? due : first),
    null,
  );
}

/** Ordered so that at one and the same moment a question lapses before the session expires. */
function sessionDues(ticket: Ticket, session: Session, policy: Policy, at: number): (Due | null)[] {
  return [
    ...[answer(session), higherGrants(session), sessionEnd(session), ...distrust(session)],
    warning(ticket, session, policy, at),
  ];
}

function lease({ claim }: Ticket): Due | null {
  if (claim === null || claim.leaseUntil === null) return null;
  return { at: claim.leaseUntil, happenings: [{ type: "ClaimLapsed" }] };
}

function answer(session: Session): Due | null {
  const ask = openAsk(session);
  if (ask === null) return null;
  const lapsed: EventPayload = { type: "AskLapsed", session: session.number, ask: ask.ask };
  if (ask.kind !== "view") return { at: ask.answerBy, happenings: [lapsed] };
  return {
    at: ask.answerBy,
    happenings: [
      lapsed,
      { type: "SessionEnded", session: session.number, cause: "lapsed", findings: [], endedAt: ask.answerBy },
    ],
  };
}

function higherGrants(session: Session): Due | null {
  const open = session.grants.filter((grant) => grant.level !== "view" && grant.over === null);
  const first = open.toSorted((one, other) => one.until - other.until)[0];
  if (first === undefined) return null;
  const { level, until } = first;
  return { at: until, happenings: [{ type: "GrantExpired", session: session.number, level, until }] };
}

function sessionEnd(session: Session): Due | null {
  const view = viewGrant(session);
  if (view === null) return null;
  const end = { session: session.number, cause: "expired", findings: [], endedAt: view.until } as const;
  return { at: view.until, happenings: [{ type: "SessionEnded", ...end }] };
}

/** Conditions that were not seen to hold for too long: first the higher levels go, then the session. */
function distrust(session: Session): (Due | null)[] {
  const view = viewGrant(session);
  if (view === null) return [];
  const { viewOnlyAt, endsAt } = trust(session.verification, view.from);
  const findings = session.verification.silence?.findings ?? [];
  const revoked = revocations(session, "eligibility-lost", "view", findings);
  const higher = revoked.map((each): EventPayload => ({ ...each, endedAt: viewOnlyAt }));
  const end = { session: session.number, cause: "eligibility-lost", findings, endedAt: endsAt } as const;
  return [
    revoked.length === 0 ? null : { at: viewOnlyAt, happenings: [...cancelOpenAsk(session), ...higher] },
    { at: endsAt, happenings: [{ type: "SessionEnded", ...end }] },
  ];
}

/** A warning is worth giving only while there is something left, and not for a grant shorter than itself. */
function warning(ticket: Ticket, session: Session, policy: Policy, at: number): Due | null {
  const { until } = authority(ticket, Math.max(ticket.lastAt, at));
  if (until === null) return null;
  const from = Math.max(...session.grants.filter((grant) => grant.over === null).map((grant) => grant.from));
  const next = policy.warnings.find(
    (before) => !session.warned.some((given) => given <= before) && until - from > before,
  );
  if (next === undefined) return null;
  return { at: until - next, happenings: [{ type: "EndWarned", session: session.number, before: next }] };
}
