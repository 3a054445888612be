import { z } from "zod";
import { CHECK_IDS, type Mode } from "../domain/eligibility/policy.ts";
import type { Platform } from "../domain/ticket/device.ts";
import { personId } from "../domain/ticket/ids.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { ANOMALY_RULES, LONGEST_LOOK_BACK } from "../ports/report-policy.ts";
import { cron } from "./cron-field.ts";
import { DutyHours, FirstResponse, SilentHolder, weekdays } from "./duty-hours.ts";
import { DAY, days, kept, MINUTE, minutes, within } from "./policy-fields.ts";
import { RequestLimits } from "./request-limits.ts";

const MODES = ["deny", "view-only", "warn", "off"] as const satisfies readonly Mode[];
const PLATFORMS = [
  "windows",
  "macos",
  "android",
  "ios",
  "linux",
  "other",
] as const satisfies readonly Platform[];

const systemVersion = z.string().regex(/^\d+(\.\d+)*$/, "must be a version such as 12.6");
const session = minutes(8 * 60).optional();

const times = z.int().min(1).max(1000).optional();
const hour = z.int().min(0).max(24).optional();

/** By object id, because names and addresses change. */
const Recipient = z.strictObject({
  person: z.guid("must be the object id of a person in Entra").transform((id) => personId(id.toLowerCase())),
  about: z.enum(["helpdesk", "reports"], "must be helpdesk, or reports for those who report to them"),
});

/** Thresholds of the anomaly rules. */
const Anomalies = z
  .strictObject({
    off: z.array(z.enum(ANOMALY_RULES)),
    outOfHours: z.strictObject({
      from: hour,
      to: hour,
      weekdays: weekdays.optional(),
      sessions: times,
    }),
    refusedAsks: z.strictObject({ times, hours: within(LONGEST_LOOK_BACK.events, 60 * MINUTE) }),
    longControl: z.strictObject({ factor: z.number().min(1).max(100).optional(), sessions: times }),
    sameDevice: z.strictObject({ sessions: times, days: within(LONGEST_LOOK_BACK.sessions, DAY) }),
    manyPeople: z.strictObject({ people: times, minutes: within(LONGEST_LOOK_BACK.events, MINUTE) }),
    refusedAttempts: z.strictObject({ times, minutes: within(LONGEST_LOOK_BACK.events, MINUTE) }),
    manyActs: z.strictObject({ times, minutes: within(LONGEST_LOOK_BACK.events, MINUTE) }),
  })
  .partial();

/** The policy file, in minutes and days. env/policy.schema.json is made from it. */
export const PolicyFile = z
  .strictObject({
    /** For editors: `./policy.schema.json`. */
    $schema: z.string(),
    answerWindowMinutes: z.strictObject({ view: minutes(60).optional(), escalation: minutes(60).optional() }),
    claimLeaseMinutes: minutes(24 * 60),
    claimReminderMinutes: minutes(24 * 60),
    duty: DutyHours,
    firstResponse: FirstResponse,
    silentHolder: SilentHolder,
    longestMinutes: z.strictObject({ view: session, control: session, elevation: session }),
    shorterMinutes: minutes(8 * 60),
    warningsMinutes: z.array(minutes(60)).max(5),
    extension: z.strictObject({
      minutes: minutes(8 * 60).optional(),
      most: z.int().nonnegative().max(20).optional(),
    }),
    recheck: z.strictObject({ everyMinutes: minutes(60).optional(), graceMinutes: minutes(60).optional() }),
    reopenWindowDays: days(365),
    askAgain: z.strictObject({
      afterMinutes: z
        .array(minutes(24 * 60))
        .min(1, "must have at least one step")
        .max(10)
        .optional(),
      quietHours: within(7 * DAY, 60 * MINUTE),
    }),
    consent: z.strictObject({
      phrase: z.boolean().optional(),
      wording: z.string().trim().min(1).max(40).optional(),
    }),
    limits: RequestLimits,
    retention: z.strictObject({
      ticketsDays: kept,
      // Cards of a ticket are reposted for a month after its end, so their messages have to be known until then.
      postedSurfacesDays: days(10_000, 30).optional(),
      pressesDays: kept,
      contactsDays: kept,
      auditActsDays: kept,
    }),
    digest: z.strictObject({
      cron: cron.optional(),
      minimumGroup: z.int().min(1, "must be at least 1").max(1000).optional(),
      recipients: z.array(Recipient).max(50, "must be at most 50 people").optional(),
    }),
    anomalies: Anomalies,
    eligibility: z
      .strictObject({
        checks: z.partialRecord(z.enum(CHECK_IDS), z.enum(MODES)),
        acceptedPlans: z.array(z.guid()).min(1, "must name at least one service plan"),
        acceptedCompliance: z.array(z.string().trim().min(1)).min(1, "must name at least one state"),
        maxCheckInAgeDays: z.number().positive().max(365),
        osFloor: z.partialRecord(z.enum(PLATFORMS), z.partialRecord(z.enum(LEVELS), systemVersion)),
        assignments: z.enum(["merged", "per-assignment"]),
      })
      .partial(),
  })
  .partial();
export type PolicyFile = z.infer<typeof PolicyFile>;
