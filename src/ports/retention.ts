import type { Retention } from "./evidence.ts";

/** How long each kind of data is kept, ms. */
export type RetentionPolicy = Readonly<Record<keyof Retention, number>>;

const DAY = 24 * 60 * 60_000;

export const DEFAULT_RETENTION: RetentionPolicy = {
  tickets: 365 * DAY,
  postedSurfaces: 400 * DAY,
  presses: 30 * DAY,
  contacts: 365 * DAY,
  auditActs: 3 * 365 * DAY,
};

export const momentsBefore = (at: number, kept: RetentionPolicy): Retention => ({
  tickets: at - kept.tickets,
  postedSurfaces: at - kept.postedSurfaces,
  presses: at - kept.presses,
  contacts: at - kept.contacts,
  auditActs: at - kept.auditActs,
});
