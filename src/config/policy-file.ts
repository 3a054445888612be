import { z } from "zod";
import {
  CHECK_IDS,
  DEFAULT_ELIGIBILITY_POLICY,
  type EligibilityPolicy,
  FORMER_CHECKS,
  type Mode,
} from "../domain/eligibility/policy.ts";
import type { Platform } from "../domain/ticket/device.ts";
import { URGENCIES } from "../domain/ticket/events.ts";
import { personId } from "../domain/ticket/ids.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import { defaultPolicy, type Policy } from "../domain/ticket/policy.ts";
import {
  ANOMALY_RULES,
  DEFAULT_REPORTS,
  LONGEST_LOOK_BACK,
  type ReportPolicy,
} from "../ports/report-policy.ts";
import { DEFAULT_RETENTION, type RetentionPolicy } from "../ports/retention.ts";
import { cron } from "./cron-field.ts";
import { DutyHours, FirstResponse, SilentHolder, weekdays } from "./duty-hours.ts";
import { DAY, days, kept, MINUTE, minutes, within } from "./policy-fields.ts";
import { RequestLimits } from "./request-limits.ts";

export interface Policies {
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly retention: RetentionPolicy;
  readonly reports: ReportPolicy;
}
export type ParsedPolicies = Policies | { readonly mistakes: readonly string[] };

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

const PolicyFile = z
  .strictObject({
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
type PolicyFile = z.infer<typeof PolicyFile>;

/**
 * Reads the text of env/policy.json over the defaults. An unknown key is a mistake, not ignored.
 * @param timeZone of the helpdesk, for hours of duty that name none.
 */
export function parsePolicyFile(text: string, timeZone = "UTC"): ParsedPolicies {
  const json = parse(text);
  if ("mistake" in json) return { mistakes: [json.mistake] };
  const parsed = PolicyFile.safeParse(json.value);
  if (!parsed.success) return { mistakes: parsed.error.issues.flatMap(describe) };
  const policies = {
    policy: policyOf(parsed.data, timeZone),
    eligibility: eligibilityOf(parsed.data.eligibility),
    retention: retentionOf(parsed.data.retention),
    reports: reportsOf(parsed.data),
  };
  const mistakes = contradictions(policies);
  return mistakes.length > 0 ? { mistakes } : policies;
}

function parse(text: string): { readonly value: unknown } | { readonly mistake: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The engine's message quotes the file, so only the position is taken from it.
    const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined;
    return { mistake: place === undefined ? "is no JSON" : `is no JSON (${place})` };
  }
}

function describe({ path, message, ...issue }: z.core.$ZodIssue): string[] {
  const at = (more: readonly PropertyKey[]) => [...path, ...more].map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      FORMER_CHECKS.includes(key)
        ? `${at([key])}: this check is gone, because it could never prove that an app is missing; remove the line`
        : `${at([key])}: is no key of the policy`,
    );
  return [`${at([]) || "the file"}: ${message}`];
}

function policyOf(file: PolicyFile, timeZone: string): Policy {
  const { extension = {}, recheck = {} } = file;
  return {
    answerWindow: over(defaultPolicy.answerWindow, file.answerWindowMinutes),
    claimLease: file.claimLeaseMinutes ?? defaultPolicy.claimLease,
    claimReminder: file.claimReminderMinutes ?? defaultPolicy.claimReminder,
    duty: over(defaultPolicy.duty, { ...file.duty, timeZone: file.duty?.timeZone ?? timeZone }),
    firstResponse: {
      again: over(defaultPolicy.firstResponse.again, file.firstResponse?.againMinutes),
      leads: over(defaultPolicy.firstResponse.leads, file.firstResponse?.leadsMinutes),
    },
    silentHolder: over(defaultPolicy.silentHolder, {
      remindAfter: file.silentHolder?.remindMinutes,
      returnAfter: file.silentHolder?.returnMinutes,
    }),
    longest: over(defaultPolicy.longest, file.longestMinutes),
    shorter: file.shorterMinutes ?? defaultPolicy.shorter,
    warnings: file.warningsMinutes?.toSorted((a, b) => b - a) ?? defaultPolicy.warnings,
    extension: {
      length: extension.minutes ?? defaultPolicy.extension.length,
      most: extension.most ?? defaultPolicy.extension.most,
    },
    recheck: {
      every: recheck.everyMinutes ?? defaultPolicy.recheck.every,
      grace: recheck.graceMinutes ?? defaultPolicy.recheck.grace,
    },
    reopenWindow: file.reopenWindowDays ?? defaultPolicy.reopenWindow,
    askAgain: over(defaultPolicy.askAgain, {
      after: file.askAgain?.afterMinutes,
      forgetAfter: file.askAgain?.quietHours,
    }),
    consent: over(defaultPolicy.consent, file.consent),
    limits: over(defaultPolicy.limits, file.limits),
  };
}

/** Lists and a platform's floors replace the default completely, so that entries can be removed. */
function eligibilityOf(file: PolicyFile["eligibility"] = {}): EligibilityPolicy {
  const { checks, osFloor, ...rest } = file;
  return {
    ...over(DEFAULT_ELIGIBILITY_POLICY, rest),
    checks: over(DEFAULT_ELIGIBILITY_POLICY.checks, checks),
    osFloor: over(DEFAULT_ELIGIBILITY_POLICY.osFloor, osFloor),
  };
}

function retentionOf(file: PolicyFile["retention"] = {}): RetentionPolicy {
  return over(DEFAULT_RETENTION, {
    tickets: file.ticketsDays,
    postedSurfaces: file.postedSurfacesDays,
    presses: file.pressesDays,
    contacts: file.contactsDays,
    auditActs: file.auditActsDays,
  });
}

function reportsOf({ digest, anomalies = {} }: PolicyFile): ReportPolicy {
  const { refusedAsks, sameDevice, manyPeople, refusedAttempts, manyActs, ...rest } = anomalies;
  const defaults = DEFAULT_REPORTS.anomalies;
  return {
    digest: over(DEFAULT_REPORTS.digest, digest),
    anomalies: {
      off: rest.off ?? defaults.off,
      outOfHours: over(defaults.outOfHours, rest.outOfHours),
      longControl: over(defaults.longControl, rest.longControl),
      refusedAsks: over(defaults.refusedAsks, { times: refusedAsks?.times, within: refusedAsks?.hours }),
      sameDevice: over(defaults.sameDevice, { sessions: sameDevice?.sessions, within: sameDevice?.days }),
      manyPeople: over(defaults.manyPeople, { people: manyPeople?.people, within: manyPeople?.minutes }),
      refusedAttempts: over(defaults.refusedAttempts, {
        times: refusedAttempts?.times,
        within: refusedAttempts?.minutes,
      }),
      manyActs: over(defaults.manyActs, { times: manyActs?.times, within: manyActs?.minutes }),
    },
  };
}

type Loose<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** The defaults with the given keys; keys that zod leaves undefined are ignored. */
function over<T extends object>(defaults: T, given: Loose<T> = {}): T {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}

/** Contradictions between values that are valid alone. */
function contradictions({ policy, retention, reports }: Policies): string[] {
  const { answerWindow, longest, recheck, reopenWindow, shorter, warnings } = policy;
  const mistakes: string[] = [];
  const { again, leads } = policy.firstResponse;
  mistakes.push(
    ...URGENCIES.filter((urgency) => leads[urgency] < again[urgency]).map(
      (urgency) => `firstResponse.leadsMinutes.${urgency}: must not be shorter than againMinutes.${urgency}`,
    ),
  );
  if (policy.duty.holidays.length > 0 && policy.duty.shifts.length === 0)
    mistakes.push("duty.holidays: count only with duty.shifts; without shifts the helpdesk always works");
  if (shorter > longest.view) mistakes.push("shorterMinutes: must not be longer than longestMinutes.view");
  if ((warnings[0] ?? 0) >= longest.view)
    mistakes.push("warningsMinutes: must be shorter than longestMinutes.view");
  if (recheck.every + recheck.grace <= answerWindow.escalation)
    mistakes.push("recheck: both together must be longer than answerWindowMinutes.escalation");
  const { outOfHours } = reports.anomalies;
  if (outOfHours.from >= outOfHours.to) mistakes.push("anomalies.outOfHours: from must be earlier than to");
  mistakes.push(...named(reports.digest.recipients));
  if (retention.tickets <= reopenWindow)
    mistakes.push("retention.ticketsDays: must be longer than reopenWindowDays");
  return mistakes;
}

function named(recipients: ReportPolicy["digest"]["recipients"]): string[] {
  const entries = recipients.map(({ person, about }) => `${person} ${about}`);
  return entries.flatMap((entry, i) =>
    entries.indexOf(entry) === i
      ? []
      : [`digest.recipients.${i}: is the same as digest.recipients.${entries.indexOf(entry)}`],
  );
}
