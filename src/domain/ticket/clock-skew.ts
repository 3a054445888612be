import type { EventPayload } from "./events.ts";
import type { Ticket } from "./ticket.ts";

/**
 * How far behind its ticket a command may come. Somebody was faster while it waited: that explains so much and no more.
 * Beyond it, a clock is or was wrong.
 */
export const CLOCK_TOLERANCE = 30_000;

/** The ticket was written by a clock that was ahead, or is read by one that is behind: nobody knows when its rights end. */
export const isClockSkewed = ({ lastAt }: Ticket, at: number): boolean => at + CLOCK_TOLERANCE < lastAt;

const RAISING: ReadonlySet<EventPayload["type"]> = new Set([
  "ViewAsked",
  "EscalationAsked",
  "ExtensionAsked",
  "ConsentGiven",
  "SessionResumed",
]);

/** Does any of this give a right, or ask for one? */
export const raises = (happenings: readonly EventPayload[]): boolean =>
  happenings.some(({ type }) => RAISING.has(type));
