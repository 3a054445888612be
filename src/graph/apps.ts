import { z } from "zod";
import type { DeviceId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type Kept, keep } from "./kept.ts";
import { path, type Question, select } from "./question.ts";
import { map, read } from "./reading.ts";

/** Beta only. Source: learn.microsoft.com/graph/api/resources/intune-devices-detectedapp */
const appsOn = (device: DeviceId): Question => ({
  url: `${path`/deviceManagement/managedDevices/${device}/detectedApps`}?${select("id", "displayName")}`,
  permission: "DeviceManagementManagedDevices.Read.All",
});

const Apps = z.object({ value: z.array(z.object({ displayName: z.string().nullish() })) });

/** The list itself is a day old on Windows and up to a week on a Mac. */
const KEPT_MS = 60 * 60 * 1000;
/** Throttled far below its published limits and without `Retry-After`, so that asking at once makes it worse. */
const KEPT_FAILURE_MS = 60 * 1000;

/** Names of the apps that Intune saw on a device. Not being on the list proves nothing. */
export function createApps({ send, clock }: { send: Send; clock: Clock }): Kept<DeviceId, readonly string[]> {
  return keep({
    clock,
    keepMs: KEPT_MS,
    keepFailureMs: KEPT_FAILURE_MS,
    async load(device, wait) {
      const question = appsOn(device);
      const { apps } = await send({ call: "apps", version: "beta", ...wait }, { apps: question });
      return map(read(apps, question, Apps), ({ value }) =>
        value.flatMap(({ displayName }) => displayName ?? []),
      );
    },
  });
}
