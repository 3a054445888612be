import type { EventType } from "../domain/ticket/events.ts";
import type { AuditEntry } from "../ports/evidence.ts";

/** How much a security team minds, 0 to 10. What is not named is daily business. */
const EVENTS: Readonly<Partial<Record<EventType, number>>> = {
  AttemptRefused: 6,
  EligibilityDenied: 4,
  EscalationAsked: 5,
  ConsentGiven: 3,
  ConsentRefused: 4,
  GrantRevoked: 4,
  SessionUnverified: 4,
};
const DAILY = 2;
const LOST_CONDITION = 5;
const CONTROL_APPROVED = 5;
const ELEVATION = 7;

const ACTS: Readonly<Record<string, number>> = {
  export: 5,
  exported: 4,
  "export-person": 5,
  erase: 7,
  erased: 7,
  "not-erased": 6,
  hold: 4,
  release: 6,
  rebuild: 6,
  rebuilt: 6,
};

export const UNREADABLE_SEVERITY = 8;
export const BROKEN_SEVERITY = 10;

export function eventSeverity(type: EventType, level: string | undefined, cause: string | undefined): number {
  if (level === "elevation") return ELEVATION;
  if (cause === "eligibility-lost") return LOST_CONDITION;
  if (type === "ConsentGiven" && level === "control") return CONTROL_APPROVED;
  return EVENTS[type] ?? DAILY;
}

export const actSeverity = (what: AuditEntry["what"] | undefined): number =>
  (what === undefined ? undefined : ACTS[what]) ?? DAILY;
