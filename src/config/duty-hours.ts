import { z } from "zod";
import { isTimeZone } from "./environment.ts";
import { MINUTE, minutes } from "./policy-fields.ts";

/** `08:30`, and `24:00` for the end of the day; as milliseconds since midnight. */
const timeOfDay = z
  .string()
  .regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time such as 08:30")
  .transform((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return (hours * 60 + minutes) * MINUTE;
  });
/** 1 is Monday. */
export const weekdays = z.array(z.int().min(1).max(7));
const entraGroup = z.guid("must be the object id of a group in Entra").transform((id) => id.toLowerCase());

/** When the helpdesk works, and who. */
export const DutyHours = z
  .strictObject({
    timeZone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Berlin").nullable(),
    shifts: z
      .array(
        z
          .strictObject({
            weekdays: weekdays.min(1, "must name a weekday, from 1 for Monday to 7"),
            from: timeOfDay,
            to: timeOfDay,
            group: entraGroup.nullable().default(null),
          })
          .refine(({ from, to }) => from < to, "from must be earlier than to; write a night as two shifts"),
      )
      .max(50, "must be at most 50 shifts"),
    holidays: z.array(z.iso.date("must be a date such as 2026-12-25")).max(400, "must be at most 400 days"),
    group: entraGroup.nullable(),
  })
  .partial();

const WEEK = 7 * 24 * 60;

const waits = z
  .strictObject({
    urgent: minutes(WEEK).optional(),
    normal: minutes(WEEK).optional(),
    low: minutes(WEEK).optional(),
  })
  .optional();

/** In hours of duty. */
export const FirstResponse = z.strictObject({ againMinutes: waits, leadsMinutes: waits });

export const SilentHolder = z.strictObject({
  remindMinutes: minutes(WEEK).optional(),
  returnMinutes: minutes(WEEK).optional(),
});
