import type { Device } from "../ticket/device.ts";
import { LEVELS, type Level } from "../ticket/level.ts";
import { isAtLeast } from "./os-version.ts";
import { type EligibilityPolicy, OS_FLOOR } from "./policy.ts";

export interface Offer {
  /** Lowest first; none where Remote Help does not run. */
  readonly levels: readonly Level[];
  /** What carries the screen there. */
  readonly through: "app" | "browser" | "dedicated-app";
}

/** What a session can be on a system, whoever asks. Source: memdocs intune/remote-help/plan.md, supported platforms. */
export function offerOn(
  { platform, osVersion }: Pick<Device, "platform" | "osVersion">,
  floors: EligibilityPolicy["osFloor"] = OS_FLOOR,
): Offer {
  const floor = floors[platform] ?? {};
  const levels = LEVELS.filter((level) => {
    const least = floor[level];
    return least !== undefined && isAtLeast(osVersion, least) !== false;
  });
  return { levels, through: carrier(platform, levels) };
}

/** On a Mac that is too old for the app, the web app still shows the screen. */
function carrier(platform: Device["platform"], levels: readonly Level[]): Offer["through"] {
  if (platform === "android") return "dedicated-app";
  return platform === "macos" && !levels.includes("control") ? "browser" : "app";
}
