import type { Platform } from "../ticket/device.ts";

export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  windows: "Windows",
  macos: "macOS",
  android: "Android",
  ios: "iOS",
  linux: "Linux",
  other: "an unknown system",
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
