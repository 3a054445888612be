import { z } from "zod";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type Kept, keep } from "./kept.ts";
import { type Question, select } from "./question.ts";
import { read } from "./reading.ts";

/** Beta only. Source: learn.microsoft.com/graph/api/resources/intune-remoteassistance-remoteassistancesettings */
const SETTINGS: Question = {
  url: `/deviceManagement/remoteAssistanceSettings?${select("id", "remoteAssistanceState")}`,
  permission: "DeviceManagementServiceConfig.Read.All",
};

const Bare = z.object({ remoteAssistanceState: z.string() });
/** The page shows the answer inside `value`, and its type says that it is bare: both are taken. */
const Settings = z
  .union([Bare, z.object({ value: Bare }).transform(({ value }) => value)])
  .transform(({ remoteAssistanceState }) => remoteAssistanceState);

const KEPT_MS = 10 * 60 * 1000;

/** `enabled` or `disabled`; tenant-wide, so kept for ten minutes. */
export function createTenantSwitch({ send, clock }: { send: Send; clock: Clock }): Kept<"tenant", string> {
  return keep({
    clock,
    keepMs: KEPT_MS,
    async load(_tenant, wait) {
      const { settings } = await send({ call: "settings", version: "beta", ...wait }, { settings: SETTINGS });
      return read(settings, SETTINGS, Settings);
    },
  });
}
