import { authority, openAsk, trust, viewGrant } from "./authority.ts";
import { afterDuty } from "./duty.ts";
import { type EventPayload, type TicketEvent, WAIT_STEPS } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Policy } from "./policy.ts";
import { cancelOpenAsk, revocations } from "./rules/rule.ts";
import type { Session, Ticket } from "./ticket.ts";

interface Due {
  readonly at: number;
  readonly payloads: readonly EventPayload[];
}

/** When the next event that time alone causes is due; null for never. */
export const nextDeadline = (ticket: Ticket, policy: Policy): number | null =>
  nextDue(ticket, policy, ticket.lastAt)?.at ?? null;

/**
 * Every event that time alone has caused by `at`, in the order in which it fell due, also after a pause of the process.
 * Idempotent. A missed check is not made up here; `trust` counts its absence.
 */
export function passTime(ticket: Ticket, policy: Policy, at: number): TicketEvent[] {
  const passed: TicketEvent[] = [];
  let now = ticket;
  for (let due = nextDue(now, policy, at); due !== null && due.at <= at; due = nextDue(now, policy, at)) {
    const events = due.payloads.map((payload) => ({ ...payload, at, by: null }));
    passed.push(...events);
    now = events.reduce((state, event) => evolve(state, state.id, event), now);
  }
  return passed;
}

function nextDue(ticket: Ticket, policy: Policy, at: number): Due | null {
  const { session } = ticket;
  const all = [
    waitStep(ticket, policy, at),
    reminder(ticket, policy, at),
    lease(ticket),
    ...(session === null ? [] : sessionDues(ticket, session, policy, at)),
  ];
  return all.reduce<Due | null>(
    (first, due) => (due !== null && (first === null || due.at < first.at) ? due : first),
    null,
  );
}

/** Ordered so that an ask lapses before the session expires when both are due at the same moment. */
function sessionDues(ticket: Ticket, session: Session, policy: Policy, at: number): (Due | null)[] {
  return [
    answer(session),
    higherGrants(session),
    sessionEnd(session),
    ...unverifiedEnds(session),
    warning(ticket, session, policy, at),
  ];
}

/** Counted in hours of duty. Of steps that were missed the last one counts. */
function waitStep({ waiting, urgency }: Ticket, { duty, firstResponse }: Policy, now: number): Due | null {
  if (waiting === null) return null;
  const taken = waiting.steps.at(-1);
  const left = WAIT_STEPS.slice(taken === undefined ? 0 : WAIT_STEPS.indexOf(taken.step) + 1);
  const dues = left.flatMap((step): Due[] => {
    const at = afterDuty(waiting.since, firstResponse[step][urgency], duty);
    return at === null ? [] : [{ at, payloads: [{ type: "WaitEscalated", step }] }];
  });
  return dues.findLast(({ at }) => at <= now) ?? dues[0] ?? null;
}

/** Of a claim without an action. Of one without an answer the messages decide, which are not events. */
function reminder({ claim }: Ticket, { claimReminder }: Policy, now: number): Due | null {
  if (claim === null || claim.leaseUntil === null || claim.reminded !== null) return null;
  const { since, leaseUntil: until } = claim;
  if (until <= now) return null;
  const at = until - Math.min(claimReminder, (until - since) / 2);
  return { at, payloads: [{ type: "HolderReminded", why: "start", until }] };
}

function lease({ claim }: Ticket): Due | null {
  if (claim === null || claim.leaseUntil === null) return null;
  return { at: claim.leaseUntil, payloads: [{ type: "ClaimLapsed" }] };
}

function answer(session: Session): Due | null {
  const ask = openAsk(session);
  if (ask === null) return null;
  const lapsed: EventPayload = { type: "AskLapsed", session: session.number, ask: ask.ask };
  if (ask.kind !== "view") return { at: ask.answerBy, payloads: [lapsed] };
  return {
    at: ask.answerBy,
    payloads: [
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
  return { at: until, payloads: [{ type: "GrantExpired", session: session.number, level, until }] };
}

function sessionEnd(session: Session): Due | null {
  const view = viewGrant(session);
  if (view === null) return null;
  const { number } = session;
  return {
    at: view.until,
    payloads: [
      { type: "SessionEnded", session: number, cause: "expired", findings: [], endedAt: view.until },
    ],
  };
}

/** Conditions unverified for too long: first the higher levels are revoked, then the session ends. */
function unverifiedEnds(session: Session): (Due | null)[] {
  const view = viewGrant(session);
  if (view === null) return [];
  const { viewOnlyAt, endsAt } = trust(session.verification, view.from);
  const findings = session.verification.silence?.findings ?? [];
  const revoked = revocations(session, "eligibility-lost", "view", findings);
  const higher = revoked.map((each): EventPayload => ({ ...each, endedAt: viewOnlyAt }));
  const ended: EventPayload = {
    type: "SessionEnded",
    session: session.number,
    cause: "eligibility-lost",
    findings,
    endedAt: endsAt,
  };
  return [
    revoked.length === 0 ? null : { at: viewOnlyAt, payloads: [...cancelOpenAsk(session), ...higher] },
    { at: endsAt, payloads: [ended] },
  ];
}

/** Warns only while access is left, and never for a grant shorter than the warning time. */
function warning(ticket: Ticket, session: Session, policy: Policy, at: number): Due | null {
  const { until } = authority(ticket, Math.max(ticket.lastAt, at));
  if (until === null) return null;
  const from = Math.max(...session.grants.filter((grant) => grant.over === null).map((grant) => grant.from));
  const next = policy.warnings.find(
    (before) => !session.warned.some((given) => given <= before) && until - from > before,
  );
  if (next === undefined) return null;
  return { at: until - next, payloads: [{ type: "EndWarned", session: session.number, before: next }] };
}
