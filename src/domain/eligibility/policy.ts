import type { Platform } from "../ticket/device.ts";
import type { Level } from "../ticket/level.ts";
import { OS_FLOOR } from "./systems.ts";

/** Every condition, in the order in which people read them. The ids are stored in the trail: never rename one. */
export const CHECK_IDS = [
  "sharer-enabled",
  "sharer-member",
  "sharer-licensed",
  "sharer-risk",
  "device-managed",
  "device-registered",
  "device-belongs",
  "device-compliant",
  "device-recent",
  "device-platform",
  "device-os",
  "device-not-jailbroken",
  "device-encrypted",
  "device-threat",
  "helper-not-sharer",
  "helper-enabled",
  "helper-member",
  "helper-in-group",
  "helper-licensed",
  "helper-permissions",
  "helper-scope",
  "helper-device",
  "tenant-remote-help",
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** Checks of the past, for policy files that name them: Intune's list of apps could never prove that one is absent. */
export const FORMER_CHECKS: readonly string[] = ["device-remote-help", "device-company-portal"];

/** What an unmet condition does: refuse, allow viewing only, say so and go on, or stay out of the verdict. */
export type Mode = "deny" | "view-only" | "warn" | "off";

export interface EligibilityPolicy {
  readonly checks: Readonly<Record<CheckId, Mode>>;
  /** Service plans of which any one carries Remote Help. */
  readonly acceptedPlans: readonly string[];
  /** Compliance states that count as compliant. */
  readonly acceptedCompliance: readonly string[];
  readonly maxCheckInAgeDays: number;
  /** The oldest system version per platform and level; a level that is absent is not offered there. */
  readonly osFloor: Readonly<Partial<Record<Platform, Readonly<Partial<Record<Level, string>>>>>>;
  /**
   * Intune lets the rights of one role assignment meet the scope of another (`merged`), unless the tenant
   * opted in to scoped permissions (`per-assignment`).
   * Source: memdocs intune/fundamentals/role-based-access-control/overview.md
   */
  readonly assignments: "merged" | "per-assignment";
}

/** Source: entra-docs, docs/identity/users/licensing-service-plan-reference.md, plan REMOTE_HELP. */
export const REMOTE_HELP_PLAN = "a4c6cf29-1168-4076-ba5c-e8fe0e62b17e";

/** A device in its grace period still counts: the organisation granted that time itself. */
const COMPLIANT_STATES = ["compliant", "inGracePeriod"] as const;

/** Two weeks, so that a device that was off during a holiday still passes on the first day back. */
const MAX_CHECK_IN_AGE_DAYS = 14;

/**
 * On by default is what a session cannot do without, or what every tenant can answer. The rest is off: it needs one
 * more permission, a licence or a beta endpoint, or its source is known to lag. A check that is off costs no request.
 */
export const DEFAULT_ELIGIBILITY_POLICY: EligibilityPolicy = {
  checks: {
    "sharer-enabled": "deny",
    "sharer-member": "deny",
    "sharer-licensed": "deny",
    "sharer-risk": "off",
    "device-managed": "deny",
    "device-registered": "deny",
    "device-belongs": "deny",
    "device-compliant": "deny",
    "device-recent": "deny",
    "device-platform": "deny",
    "device-os": "deny",
    "device-not-jailbroken": "deny",
    "device-encrypted": "off",
    "device-threat": "off",
    "helper-not-sharer": "deny",
    "helper-enabled": "deny",
    "helper-member": "deny",
    "helper-in-group": "deny",
    "helper-licensed": "deny",
    "helper-permissions": "deny",
    "helper-scope": "deny",
    "helper-device": "off",
    "tenant-remote-help": "off",
  },
  acceptedPlans: [REMOTE_HELP_PLAN],
  acceptedCompliance: COMPLIANT_STATES,
  maxCheckInAgeDays: MAX_CHECK_IN_AGE_DAYS,
  osFloor: OS_FLOOR,
  assignments: "merged",
};
