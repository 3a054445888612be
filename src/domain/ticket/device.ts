import type { DeviceId } from "./ids.ts";
import type { Personal } from "./person.ts";

export type Platform = "windows" | "macos" | "android" | "ios" | "linux" | "other";

/** The device as it was when the sharer chose it. Device names often contain a person's name, so they are sealed. */
export interface Device {
  readonly id: DeviceId;
  readonly name: Personal;
  readonly model: string;
  readonly platform: Platform;
  /** As Intune reports it, e.g. `10.0.26100.2314` or `14.6.1`. */
  readonly osVersion: string;
}

/** What Intune reported of a device at one moment, in its own words; shown to the helper before they ask. */
export interface DeviceReport {
  readonly device: DeviceId;
  /** `compliant`, `noncompliant`, `inGracePeriod`… */
  readonly compliance: string;
  /** Null when it never checked in. */
  readonly lastSyncAt: number | null;
}
