import type { TicketEvent } from "./events.ts";
import type { PersonId } from "./ids.ts";
import type { Attempt, Ticket } from "./ticket.ts";

const A_DAY = 86_400_000;
/** More of one person within a day say nothing new, and a trail that anybody can make longer can be made slow. */
export const MOST_ATTEMPTS = 30;

/** Those of the last day. */
export function evolveAttempts({ attempts }: Ticket, event: TicketEvent): readonly Attempt[] {
  if (event.type !== "AttemptRefused" || event.by === null) return attempts;
  return [...recent(attempts, event.at), { by: event.by.id, at: event.at }];
}

export const isWorthRecording = ({ attempts }: Ticket, person: PersonId, at: number): boolean =>
  recent(attempts, at).filter(({ by }) => by === person).length < MOST_ATTEMPTS;

const recent = (attempts: readonly Attempt[], at: number): readonly Attempt[] =>
  attempts.filter((attempt) => attempt.at > at - A_DAY);
