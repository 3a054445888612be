import type { Platform } from "../ticket/device.ts";
import type { Level } from "../ticket/level.ts";
import type { CheckId } from "./check-ids.ts";

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
export const COMPLIANT_STATES = ["compliant", "inGracePeriod"] as const;

/** Two weeks, so that a holiday does not cost somebody the help they need on the first day back. */
export const MAX_CHECK_IN_AGE_DAYS = 14;

/**
 * Source: memdocs intune/remote-help/plan.md. macOS 13 is the floor of the native client, which control needs;
 * the web app shows the screen from 12.6 on. Elevation exists on Windows only; iOS and Linux have no client.
 * Android has no written floor: the kind of enrolment and the maker decide (check `device-platform`).
 */
export const OS_FLOOR: EligibilityPolicy["osFloor"] = {
  windows: { view: "10.0", control: "10.0", elevation: "10.0" },
  macos: { view: "12.6", control: "13.0" },
  android: { view: "0", control: "0" },
};

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
    "device-remote-help": "off",
    "device-company-portal": "off",
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
