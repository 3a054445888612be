import { z } from "zod";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** The upper bounds catch typing errors, such as a session of 3000 minutes. */
export const minutes = (most: number) =>
  z.number().positive().max(most, `must be at most ${most} minutes`).transform(toMilliseconds(MINUTE));

export const days = (most: number, least = 0) =>
  z
    .number()
    .min(least, `must be at least ${least} days`)
    .max(most, `must be at most ${most} days`)
    .transform(toMilliseconds(DAY));
export const kept = days(10_000, 1).optional();

export const within = (longest: number, unit: number) =>
  z
    .number()
    .positive()
    .max(longest / unit, `must be at most ${longest / unit}`)
    .transform(toMilliseconds(unit))
    .optional();

function toMilliseconds(unit: number): (value: number) => number {
  return (value) => Math.round(value * unit);
}
