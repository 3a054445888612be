import type { DeviceId } from "./ids.ts";
import type { Personal } from "./person.ts";

export type Platform = "windows" | "macos" | "android" | "ios" | "linux" | "other";

/** The device as it was when the sharer chose it. Its name often holds a person's name, so it is sealed. */
export interface Device {
  readonly id: DeviceId;
  readonly name: Personal;
  readonly model: string;
  readonly platform: Platform;
  /** As Intune reports it, e.g. `10.0.26100.2314` or `14.6.1`. */
  readonly osVersion: string;
}

/** How a device was reported at one moment, in the source's own words: for a helper to know before they ask. */
export interface DeviceReport {
  readonly device: DeviceId;
  /** `compliant`, `noncompliant`, `inGracePeriod`… */
  readonly compliance: string;
  /** Null when it never checked in. */
  readonly lastSyncAt: number | null;
}
