import type { Source } from "../domain/eligibility/checks.ts";
import type { Facts } from "../domain/eligibility/facts.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { createApps } from "./apps.ts";
import type { Send } from "./batch.ts";
import type { Wait } from "./kept.ts";
import type { Pause } from "./pause.ts";
import { createRisk } from "./risk.ts";
import { createTenantSwitch } from "./tenant-switch.ts";

type Optional = Pick<Facts, "risk" | "apps" | "remoteHelp">;

interface About {
  readonly sharer: PersonId;
  readonly device: DeviceId | null;
}

/** What is asked beside the batch and only while a check wants it; all of it kept, and none of it in sequence. */
export type OptionalSources = (about: About, wait: Wait) => Promise<Optional>;

export function createOptionalSources(deps: {
  send: Send;
  clock: Clock;
  pause: Pause;
  wanted: () => ReadonlySet<Source>;
}): OptionalSources {
  const risk = createRisk(deps);
  const apps = createApps(deps);
  const tenantSwitch = createTenantSwitch(deps);

  return async ({ sharer, device }, wait) => {
    const wanted = deps.wanted();
    const [seenRisk, seenApps, remoteHelp] = await Promise.all([
      wanted.has("risk") ? risk.of(sharer, wait) : null,
      wanted.has("apps") && device !== null ? apps.of(device, wait) : null,
      wanted.has("tenant") ? tenantSwitch.of("tenant", wait) : null,
    ]);
    return {
      ...(seenRisk === null ? {} : { risk: seenRisk }),
      ...(seenApps === null ? {} : { apps: seenApps }),
      ...(remoteHelp === null ? {} : { remoteHelp }),
    };
  };
}
