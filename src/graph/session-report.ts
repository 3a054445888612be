import { z } from "zod";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { isGuid } from "../domain/ticket/ids.ts";
import { type ReportedSession, ReportUnreadable, type SessionReport } from "../ports/session-report.ts";
import type { GraphConnection } from "./connection.ts";
import { JSON_BODY, type Oddities, type Question } from "./question.ts";

const PAGE = 200;
const MOST_PAGES = 50;
const DEADLINE_MS = 20_000;

/** Intune's report of Remote Help sessions: thirty days, all of it each time, because its filters know no moment. */
export function createSessionReport({ ask }: GraphConnection): SessionReport {
  return {
    async sessionsSince(since) {
      const found: ReportedSession[] = [];
      for (let [number, skip] = [0, 0]; number < MOST_PAGES; number++) {
        const signal = AbortSignal.timeout(DEADLINE_MS);
        const round = { call: "session-report", version: "beta", signal, retryPolicy: "background" } as const;
        const { report } = await ask(round, { report: page(skip) });
        if ("unknown" in report) throw new ReportUnreadable(sayFact(report.unknown.why, ENGLISH));
        if (report.seen === null)
          throw new ReportUnreadable("Intune answered in a form that Beckon does not know");
        found.push(...report.seen.sessions.filter(({ startedAt }) => startedAt >= since));
        skip += report.seen.rows;
        if (report.seen.rows === 0 || skip >= report.seen.total) return found;
      }
      throw new ReportUnreadable("Intune's report has no end");
    },
  };
}

/** Beta only. Source: learn.microsoft.com/graph/api/intune-remoteassistance-getremoteassistancesessionsreport */
const page = (skip: number): Question<SessionPage | null> => ({
  url: "/deviceManagement/reports/getRemoteAssistanceSessionsReport",
  method: "POST",
  headers: JSON_BODY,
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
  read: readSessionTable,
});

/**
 * Intune's usual table. It was described for other inline reports and never seen for this one, so nothing else is taken
 * for it. Source: Intune's export documentation for the columns of RemoteAssistanceSessions
 */
const Table = z.object({
  TotalRowCount: z.number(),
  Schema: z.array(z.object({ Column: z.string() })),
  Values: z.array(z.array(z.unknown())),
});
const NEEDED = ["SessionId", "HelperEmail", "SharerEmail", "Sessionstart"] as const;
const COLUMNS = [...NEEDED, "Sessionend"] as const;
/** Optional column: without it, devices are not compared. */
const DEVICE = "SharerDeviceAadId";
type Column = (typeof COLUMNS)[number] | typeof DEVICE;

interface SessionPage {
  readonly total: number;
  readonly rows: number;
  readonly sessions: readonly ReportedSession[];
}

/**
 * A row that lacks what a comparison needs is left out and counted: a session on a dedicated Android has no recipient.
 * @returns null for anything but a table with the columns that are needed.
 * Source: memdocs intune/remote-help/troubleshoot.md
 */
export function readSessionTable(body: unknown, oddities: Oddities): SessionPage | null {
  const { success, data } = Table.safeParse(unpack(body));
  if (!success) return null;
  const place = (name: Column) => data.Schema.findIndex(({ Column }) => Column === name);
  if (COLUMNS.some((name) => place(name) === -1)) return null;
  const sessions = data.Values.flatMap((row) => {
    const cell = (column: Column) => {
      const text = String(row[place(column)] ?? "").trim();
      return text === "--" ? "" : text;
    };
    const startedAt = momentOf(cell("Sessionstart"));
    const empty = NEEDED.filter((name) => (name === "Sessionstart" ? startedAt === null : cell(name) === ""));
    if (startedAt === null || empty.length > 0) {
      oddities.note(empty);
      return [];
    }
    const device = isGuid(cell(DEVICE)) && cell(DEVICE) !== NO_ID ? cell(DEVICE).toLowerCase() : null;
    return {
      id: cell("SessionId"),
      helper: cell("HelperEmail").toLowerCase(),
      sharer: cell("SharerEmail").toLowerCase(),
      device,
      startedAt,
      endedAt: momentOf(cell("Sessionend")),
    };
  });
  return { total: data.TotalRowCount, rows: data.Values.length, sessions };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Graph returns moments in UTC, at times without a zone. */
function momentOf(text: string): number | null {
  const at = Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? null : at;
}

/** A stream inside a batch is base64, and so is what the reference shows as `value`; the SDKs take it as it is. */
function unpack(body: unknown): unknown {
  if (typeof body === "string") return parsed(body) ?? parsed(Buffer.from(body, "base64").toString("utf8"));
  if (typeof body === "object" && body !== null && "value" in body) return unpack(body.value);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
