import type { Device, Platform } from "../ticket/device.ts";
import { LEVELS, type Level } from "../ticket/level.ts";

type Floors = Readonly<Partial<Record<Platform, Readonly<Partial<Record<Level, string>>>>>>;

/**
 * The oldest version for each level. macOS 13 is the floor of the native client, which control needs; the web app
 * shows the screen from macOS 11 on. Elevation exists on Windows only; iOS and Linux have no client. Android has no
 * written floor: the kind of enrolment and the maker decide (check `device-platform`).
 * Source: memdocs intune/remote-help/plan.md of 2026-08-13, supported platforms
 */
export const OS_FLOOR: Floors = {
  windows: { view: "10.0", control: "10.0", elevation: "10.0" },
  macos: { view: "11.0", control: "13.0" },
  android: { view: "0", control: "0" },
};

export const PLATFORM_NAMES: Readonly<Record<Exclude<Platform, "other">, string>> = {
  windows: "Windows",
  macos: "macOS",
  android: "Android",
  ios: "iOS",
  linux: "Linux",
};

/** Compares part by part as numbers: 12.10 is newer than 12.6. Null when the version cannot be read. */
export function isAtLeast(version: string, floor: string): boolean | null {
  const seen = parts(version);
  const wanted = parts(floor);
  if (seen === null || wanted === null) return null;
  for (const [place, least] of wanted.entries()) {
    const part = seen[place] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Intune writes `14.6.1`, `10.0.26100.2314`, at times `14.6.1 (23G93)`; what follows the numbers is dropped. */
function parts(version: string): number[] | null {
  const numbers = /^\d+(\.\d+)*/.exec(version.trim())?.[0];
  return numbers === undefined ? null : numbers.split(".").map(Number);
}

export interface Offer {
  /** Lowest first; none where Remote Help does not run. */
  readonly levels: readonly Level[];
  /** What carries the screen there. */
  readonly through: "app" | "browser" | "dedicated-app";
}

/** What a session can be on a system, for everybody. */
export function offerOn(
  { platform, osVersion }: Pick<Device, "platform" | "osVersion">,
  floors: Floors = OS_FLOOR,
): Offer {
  const floor = floors[platform] ?? {};
  const levels = LEVELS.filter((level) => {
    const least = floor[level];
    return least !== undefined && isAtLeast(osVersion, least) !== false;
  });
  return { levels, through: carrier(platform, levels) };
}

/** On a Mac that is too old for the app, the web app still shows the screen. */
function carrier(platform: Platform, levels: readonly Level[]): Offer["through"] {
  if (platform === "android") return "dedicated-app";
  return platform === "macos" && !levels.includes("control") ? "browser" : "app";
}
