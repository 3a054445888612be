import type { Clock } from "../../ports/clock.ts";
import { type Address, type Message, MessageFault, type Messenger } from "../../ports/messenger.ts";
import type { ReportId, ReportLog } from "../../ports/report-queries.ts";
import type { Log } from "../../telemetry/log.ts";

export interface SendOnceDeps {
  readonly reportLog: ReportLog;
  readonly messenger: Pick<Messenger, "post">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Posts a report unless it went out before. It is noted first: a process that dies in between leaves a report unsent rather
 * than sent twice, and what may have arrived is not posted again.
 * @returns was it posted now?
 */
export async function sendOnce(
  report: ReportId,
  to: Address,
  message: Message,
  { reportLog, messenger, clock, log }: SendOnceDeps,
): Promise<boolean> {
  if (!(await reportLog.claimReport(report, clock.now()))) return false;
  try {
    await messenger.post(to, message);
    return true;
  } catch (fault) {
    const kind = fault instanceof MessageFault ? fault.kind : "unknown";
    log.warn("report.not-sent", { report: report.report, period: report.period, kind });
    if (kind !== "unknown") await reportLog.releaseReport(report);
    if (kind === "throttled") throw fault;
    return false;
  }
}
