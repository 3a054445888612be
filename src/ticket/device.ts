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
