import type { DeviceFacts } from "../domain/eligibility/facts.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { type Offer, OS_FLOOR, offerOn, PLATFORM_NAMES } from "../domain/eligibility/systems.ts";
import type { Device } from "../domain/ticket/device.ts";
import { LEVELS, type Level } from "../domain/ticket/level.ts";
import { systemOf } from "./words.ts";

const LEVEL: Readonly<Record<Level, string>> = {
  view: "view",
  control: "control",
  elevation: "administrator control",
};

/** `view, control and administrator control`; `nothing` for none. */
export function levelsInWords(levels: readonly Level[]): string {
  const words = levels.map((level) => LEVEL[level]);
  const last = words.at(-1);
  if (last === undefined) return "nothing";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

const THROUGH: Readonly<Record<Offer["through"], string>> = {
  app: "through the Remote Help app",
  browser: "through Remote Help in the browser",
  "dedicated-app": "through the Remote Help app, on shared Samsung and Zebra devices only",
};

type System = Pick<Device, "platform" | "osVersion">;

/** `View and control, through the Remote Help app`: what is possible on such a system, and how. */
export function sessionOn(
  system: System,
  levels: readonly Level[] = offerOn(system).levels,
  floors?: EligibilityPolicy["osFloor"],
): string {
  if (levels.length === 0) return none(system);
  const only = levels.length === 1 ? " only" : "";
  return `${capitalised(levelsInWords(levels))}${only}, ${THROUGH[offerOn(system, floors).through]}`;
}

/** `View and control; no administrator control on macOS`; "" where nothing is missing. */
export function limitsOf(system: System): string {
  const { levels } = offerOn(system);
  if (levels.length === LEVELS.length) return "";
  if (levels.length === 0) return none(system);
  const missing = LEVELS.filter((level) => !levels.includes(level)).map((level) => LEVEL[level]);
  return `${capitalised(levelsInWords(levels))}; no ${missing.join(", no ")} on ${nameOf(system)}`;
}

const capitalised = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const none = (system: System): string =>
  system.platform in OS_FLOOR
    ? `No session: ${nameOf(system)} is too old for Remote Help`
    : `No session: Remote Help does not run on ${nameOf(system)}`;

const nameOf = ({ platform, osVersion }: System): string =>
  platform === "macos" ? `macOS ${osVersion}` : PLATFORM_NAMES[platform];

const COMPLIANCE: Readonly<Record<string, string>> = {
  compliant: "compliant",
  noncompliant: "not compliant",
  inGracePeriod: "in its grace period",
};

export const complianceOf = ({ complianceState }: Pick<DeviceFacts, "complianceState">): string =>
  COMPLIANCE[complianceState] ?? "compliance not known";

const OWNER: Readonly<Record<string, string>> = {
  company: "your organisation's device",
  personal: "personal device",
};

/** Intune's own words for it grow; one that is new is left out. */
export const ownershipOf = ({ ownerType }: DeviceFacts): string => OWNER[ownerType] ?? "";

const HOUR_MS = 60 * 60 * 1000;

/** `checked in 3 hours ago` */
export function checkInOf({ lastSyncAt }: Pick<DeviceFacts, "lastSyncAt">, now: number): string {
  if (lastSyncAt === null) return "never checked in";
  const hours = Math.floor(Math.max(0, now - lastSyncAt) / HOUR_MS);
  const days = Math.floor(hours / 24);
  if (hours < 1) return "checked in within the last hour";
  if (days < 1) return `checked in ${hours} ${hours === 1 ? "hour" : "hours"} ago`;
  return `checked in ${days} ${days === 1 ? "day" : "days"} ago`;
}

export const modelOf = ({ manufacturer, model }: DeviceFacts): string =>
  [manufacturer, model].filter(Boolean).join(" ");

const words = (device: DeviceFacts): string =>
  [device.name, modelOf(device), systemOf(device), complianceOf(device)].join(" · ");

/** `HAL-014 · LENOVO ThinkPad T14 · Windows 11 · compliant`; with the last check-in when another one reads the same. */
export const choiceOf = (device: DeviceFacts, all: readonly DeviceFacts[], now: number): string =>
  all.some((other) => other.id !== device.id && words(other) === words(device))
    ? `${words(device)} · ${checkInOf(device, now)}`
    : words(device);
