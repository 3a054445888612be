import type { z } from "zod";
import {
  DEFAULT_ELIGIBILITY_POLICY,
  type EligibilityPolicy,
  FORMER_CHECKS,
} from "../domain/eligibility/policy.ts";
import { URGENCIES } from "../domain/ticket/events.ts";
import { defaultPolicy, type Policy } from "../domain/ticket/policy.ts";
import { DEFAULT_REPORTS, type ReportPolicy } from "../ports/report-policy.ts";
import { DEFAULT_RETENTION, type RetentionPolicy } from "../ports/retention.ts";
import { PolicyFile } from "./policy-schema.ts";

export interface Policies {
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly retention: RetentionPolicy;
  readonly reports: ReportPolicy;
}
export type ParsedPolicies = Policies | { readonly mistakes: readonly string[] };

/**
 * Reads the text of env/policy.json over the defaults. An unknown key is a mistake, not ignored.
 * @param timeZone of the helpdesk, for hours of duty that name none.
 */
export function parsePolicyFile(text: string, timeZone = "UTC"): ParsedPolicies {
  const json = parseJson(text);
  if ("mistake" in json) return { mistakes: [json.mistake] };
  const { problems, policies } = readPolicy(json.value, timeZone);
  if (policies !== null && problems.length === 0) return policies;
  return { mistakes: problems.map(({ path, problem }) => `${path.join(".") || "the file"}: ${problem}`) };
}

/** Something that is wrong in a policy file; the path is empty for the whole file. */
export interface PolicyProblem {
  readonly path: readonly string[];
  readonly problem: string;
}

/** @param json of the file. Policies are null when a key cannot be understood. */
export function readPolicy(
  json: unknown,
  timeZone: string,
): { readonly problems: readonly PolicyProblem[]; readonly policies: Policies | null } {
  const parsed = PolicyFile.safeParse(json);
  if (!parsed.success) return { problems: parsed.error.issues.flatMap(describe), policies: null };
  const policies = {
    policy: policyOf(parsed.data, timeZone),
    eligibility: eligibilityOf(parsed.data.eligibility),
    retention: retentionOf(parsed.data.retention),
    reports: reportsOf(parsed.data),
  };
  return { problems: contradictions(policies).map(asProblem), policies };
}

/** `recheck: both together …` */
function asProblem(mistake: string): PolicyProblem {
  const end = mistake.indexOf(": ");
  return { path: mistake.slice(0, end).split("."), problem: mistake.slice(end + 2) };
}

export function parseJson(text: string): { readonly value: unknown } | { readonly mistake: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The engine's message quotes the file, so only the position is taken from it.
    const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined;
    return { mistake: place === undefined ? "is no JSON" : `is no JSON (${place})` };
  }
}

function describe({ path, message, ...issue }: z.core.$ZodIssue): PolicyProblem[] {
  const at = path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ path: at, problem: message }];
  return issue.keys.map((key) => ({
    path: [...at, key],
    problem: FORMER_CHECKS.includes(key)
      ? "this check is gone, because it could never prove that an app is missing; remove the line"
      : NO_KEY,
  }));
}

export const NO_KEY = "is no key of the policy";

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
