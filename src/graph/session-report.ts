import type { TokenCredential } from "@azure/identity";
import { z } from "zod";
import type { Clock } from "../ports/clock.ts";
import { type ReportedSession, ReportUnreadable, type SessionReport } from "../ports/session-report.ts";
import type { Log } from "../telemetry/log.ts";
import { createBatch } from "./batch.ts";
import { createGraphClient } from "./graph-client.ts";
import { realPause } from "./pause.ts";
import { type Permission, warnOnce } from "./permissions.ts";
import type { Question } from "./question.ts";
import { read } from "./reading.ts";
import { withRetry } from "./retry.ts";
import { readSessionTable } from "./session-table.ts";

export interface SessionReportOptions {
  readonly baseUrl: string;
  /** Null for the simulated Graph. */
  readonly credential: TokenCredential | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPermissionMissing?: (permission: Permission) => void;
}

const PAGE = 200;
const MOST_PAGES = 50;
const DEADLINE_MS = 20_000;

/** Beta only. Source: learn.microsoft.com/graph/api/intune-remoteassistance-getremoteassistancesessionsreport */
const page = (skip: number): Question => ({
  url: "/deviceManagement/reports/getRemoteAssistanceSessionsReport",
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: {
    name: null,
    select: [],
    search: null,
    groupBy: [],
    orderBy: [],
    sessionId: null,
    filter: null,
    skip,
    top: PAGE,
  },
  permission: "DeviceManagementServiceConfig.Read.All",
});

/** Intune's report of Remote Help sessions: thirty days, all of it each time, because its filters know no moment. */
export function createSessionReport(options: SessionReportOptions): SessionReport {
  const { clock, log } = options;
  const warn = warnOnce(log);
  const missing = (permission: Permission) => {
    warn(permission);
    options.onPermissionMissing?.(permission);
  };
  const client = createGraphClient(options.baseUrl, options.credential);
  const send = withRetry(createBatch({ client, clock, log, missing }), { pause: realPause, log });

  return {
    async sessionsSince(since) {
      const found: ReportedSession[] = [];
      for (let [number, skip] = [0, 0]; number < MOST_PAGES; number++) {
        const question = page(skip);
        const signal = AbortSignal.timeout(DEADLINE_MS);
        const round = { call: "session-report", version: "beta", signal, patience: "background" } as const;
        const { report } = await send(round, { report: question });
        const body = read(report, question, z.unknown());
        if ("unknown" in body) throw new ReportUnreadable(body.unknown.why);
        const table = readSessionTable(body.seen);
        if (table === null) throw new ReportUnreadable("Intune answered in a form that Beckon does not know");
        found.push(...table.sessions.filter(({ startedAt }) => startedAt >= since));
        skip += table.rows;
        if (table.rows === 0 || skip >= table.total) return found;
      }
      throw new ReportUnreadable("Intune's report has no end");
    },
  };
}
