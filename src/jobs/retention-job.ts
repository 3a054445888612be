import type { Clock } from "../ports/clock.ts";
import type { Evidence } from "../ports/evidence.ts";
import { momentsBefore, type RetentionPolicy } from "../ports/retention.ts";
import type { Log } from "../telemetry/log.ts";
import type { Schedule } from "./schedules.ts";

interface RetentionDeps {
  readonly evidence: Pick<Evidence, "applyRetention">;
  readonly clock: Clock;
  readonly log: Log;
  readonly retention: RetentionPolicy;
}

/** Once a day, after the anchor: destroys what the retention policy no longer keeps. */
export const retentionJob = ({ evidence, clock, log, retention }: RetentionDeps): Schedule => ({
  name: "retention",
  cron: "40 2 * * *",
  async run() {
    log.info("retention.done", { ...(await evidence.applyRetention(momentsBefore(clock.now(), retention))) });
  },
});
