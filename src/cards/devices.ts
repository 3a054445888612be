import type { DeviceFacts } from "../domain/eligibility/facts.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { OS_FLOOR, offerOn, PLATFORM_NAMES } from "../domain/eligibility/systems.ts";
import type { Device } from "../domain/ticket/device.ts";
import { LEVELS, type Level } from "../domain/ticket/level.ts";
import type { Words } from "./text/words.ts";

/** How devices are said on cards. */

type System = Pick<Device, "platform" | "osVersion">;

const FIRST_BUILD_OF_WINDOWS_11 = 22_000;

/** `Windows 11`, `macOS 14.6.1`. Windows 11 calls itself 10.0 and differs by its build only. */
export function systemOf({ platform, osVersion }: System, { say }: Words): string {
  if (platform === "other") return `${say("device.other-system")} ${osVersion}`.trim();
  if (platform !== "windows") return `${PLATFORM_NAMES[platform]} ${osVersion}`.trim();
  const [major, , build] = osVersion.split(".").map(Number);
  if (major !== 10) return `Windows ${osVersion}`.trim();
  return (build ?? 0) >= FIRST_BUILD_OF_WINDOWS_11 ? "Windows 11" : "Windows 10";
}

/** `Surface Laptop 6 · Windows 11`: safe for a channel, for a device's name often holds a person's. */
export const kindOf = (device: Device, words: Words): string =>
  `${device.model} · ${systemOf(device, words)}`;

/** `Surface Laptop 6 (LT-SAM-01) · Windows 11`: for those who are part of the ticket. */
export const deviceOf = (device: Device, words: Words): string =>
  `${device.model} (${words.text(device.name)}) · ${systemOf(device, words)}`;

/** `view, control and administrator control` */
export const levelList = (levels: readonly Level[], { say, list }: Words): string =>
  list(levels.map((level) => say(`device.level.${level}`)));

/** `View and control, through the Remote Help app`: what is possible on such a system, and how. */
export function sessionOn(
  system: System,
  words: Words,
  levels: readonly Level[] = offerOn(system).levels,
  floors?: EligibilityPolicy["osFloor"],
): string {
  const key = offerKey(levels);
  if (key === null) return none(system, words);
  return words.say(`device.session.${offerOn(system, floors).through}`, {
    levels: words.say(`device.levels.${key}`),
  });
}

/** `View and control; no administrator control on macOS`; "" where nothing is missing. */
export function limitsOf(system: System, words: Words): string {
  const { levels } = offerOn(system);
  const key = offerKey(levels);
  if (key === null) return none(system, words);
  return key === "elevation" ? "" : words.say(`device.limits.${key}`, { system: platformOf(system, words) });
}

/** The highest level that is possible together with all below it: it names the offer. */
const offerKey = (levels: readonly Level[]): Level | null =>
  LEVELS.findLast((_, i) => LEVELS.slice(0, i + 1).every((level) => levels.includes(level))) ?? null;

const none = (system: System, words: Words): string =>
  words.say(system.platform in OS_FLOOR ? "device.too-old" : "device.unsupported", {
    system: platformOf(system, words),
  });

function platformOf({ platform, osVersion }: System, { say }: Words): string {
  if (platform === "other") return say("device.other-platform");
  return platform === "macos" ? `macOS ${osVersion}` : PLATFORM_NAMES[platform];
}

const COMPLIANCE = ["compliant", "noncompliant", "inGracePeriod"] as const;

export function complianceOf(
  { complianceState }: Pick<DeviceFacts, "complianceState">,
  { say }: Words,
): string {
  const known = COMPLIANCE.find((state) => state === complianceState);
  return say(`device.compliance.${known ?? "unknown"}`);
}

const OWNERS = ["company", "personal"] as const;

/** Intune adds new words for it; one that is not known is left out. */
export function ownershipOf({ ownerType }: DeviceFacts, { say }: Words): string {
  const known = OWNERS.find((owner) => owner === ownerType);
  return known === undefined ? "" : say(`device.owner.${known}`);
}

const HOUR_MS = 60 * 60 * 1000;

/** `checked in 3 hours ago` */
export function checkInOf(
  { lastSyncAt }: Pick<DeviceFacts, "lastSyncAt">,
  now: number,
  { say }: Words,
): string {
  if (lastSyncAt === null) return say("device.never-checked-in");
  const hours = Math.floor(Math.max(0, now - lastSyncAt) / HOUR_MS);
  if (hours < 1) return say("device.checked-in-lately");
  return hours < 24
    ? say("device.checked-in-hours", { hours })
    : say("device.checked-in-days", { days: Math.floor(hours / 24) });
}

export const modelOf = ({ manufacturer, model }: DeviceFacts): string =>
  [manufacturer, model].filter(Boolean).join(" ");

/** `HAL-014 · LENOVO ThinkPad T14 · Windows 11 · compliant`; with the last check-in when another one reads the same. */
export function choiceOf(
  device: DeviceFacts,
  all: readonly DeviceFacts[],
  now: number,
  words: Words,
): string {
  const said = (one: DeviceFacts) =>
    [one.name, modelOf(one), systemOf(one, words), complianceOf(one, words)].join(" · ");
  const hasTwin = all.some((other) => other.id !== device.id && said(other) === said(device));
  return hasTwin ? `${said(device)} · ${checkInOf(device, now, words)}` : said(device);
}
