import { z } from "zod";

/** Minute, hour, day, month and weekday: the least and the most of each. */
const CRON_FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const CRON_FIELD = /^(?:\*|\d{1,2}(?:-\d{1,2})?)(?:\/[1-9]\d?)?(?:,\d{1,2}(?:-\d{1,2})?)*$/;
export const cron = z.string().refine((text) => {
  const fields = text.split(" ");
  const fits = (field: string, i: number) =>
    CRON_FIELD.test(field) && field.split(",").every((part) => isWithin(part, CRON_FIELDS[i]));
  return fields.length === CRON_FIELDS.length && fields.every(fits);
}, "must be a cron expression of five fields in numbers, such as 0 8 * * 1");

function isWithin(part: string, [least, most]: readonly [number, number] = [0, -1]): boolean {
  const numbers = (part.split("/")[0] ?? "").split("-").map((each) => (each === "*" ? least : Number(each)));
  const [first = least, last = first] = numbers;
  return least <= first && first <= last && last <= most;
}
