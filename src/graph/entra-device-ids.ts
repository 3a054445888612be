import type { DeviceId } from "../domain/ticket/ids.ts";
import type { GraphDevice } from "./devices.ts";

/**
 * Remembers under which id Entra knows a device of Intune. Its groups hang on that id, so that with it one
 * request is enough, and without it there are two. Only a hint: each ask compares it with what Intune says now.
 */
export interface EntraDeviceIds {
  of(device: DeviceId): string | null;
  learn(device: GraphDevice): void;
}

const MAX_REMEMBERED = 10_000;

export function createEntraDeviceIds(): EntraDeviceIds {
  const known = new Map<DeviceId, string>();
  return {
    of: (device) => known.get(device) ?? null,
    learn({ facts: { id }, entraDeviceId }) {
      known.delete(id);
      if (entraDeviceId !== null) known.set(id, entraDeviceId);
      const [oldest] = known.keys();
      if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
    },
  };
}
