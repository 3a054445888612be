import { z } from "zod";
import { isGuid } from "../domain/ticket/guid.ts";
import type { ReportedSession } from "../ports/session-report.ts";

/**
 * Intune's usual table. It was described for other inline reports and never seen for this one, so nothing else is taken
 * for it. Source: Intune's export documentation for the columns of RemoteAssistanceSessions
 */
const Table = z.object({
  TotalRowCount: z.number(),
  Schema: z.array(z.object({ Column: z.string() })),
  Values: z.array(z.array(z.unknown())),
});
const COLUMNS = ["SessionId", "HelperEmail", "SharerEmail", "Sessionstart", "Sessionend"] as const;
/** Told where it is there: without it, devices are not compared. */
const DEVICE = "SharerDeviceAadId";
type Column = (typeof COLUMNS)[number] | typeof DEVICE;

export interface SessionPage {
  readonly total: number;
  readonly rows: number;
  readonly sessions: readonly ReportedSession[];
}

/** @returns null for anything but a table with the columns that are needed. */
export function readSessionTable(body: unknown): SessionPage | null {
  const { success, data } = Table.safeParse(unpack(body));
  if (!success) return null;
  const place = (name: Column) => data.Schema.findIndex(({ Column }) => Column === name);
  if (COLUMNS.some((name) => place(name) === -1)) return null;
  const sessions = data.Values.map((row) => sessionOf((column) => String(row[place(column)] ?? "").trim()));
  if (sessions.includes(null)) return null;
  return {
    total: data.TotalRowCount,
    rows: data.Values.length,
    sessions: sessions.filter((session) => session !== null),
  };
}

function sessionOf(cell: (column: Column) => string): ReportedSession | null {
  const [startedAt, endedAt] = [momentOf(cell("Sessionstart")), momentOf(cell("Sessionend"))];
  const [id, helper, sharer] = [cell("SessionId"), cell("HelperEmail"), cell("SharerEmail")];
  if (startedAt === null || id === "" || helper === "" || sharer === "") return null;
  const device = isGuid(cell(DEVICE)) && cell(DEVICE) !== NO_ID ? cell(DEVICE).toLowerCase() : null;
  return { id, helper: helper.toLowerCase(), sharer: sharer.toLowerCase(), device, startedAt, endedAt };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Graph tells moments in UTC, here and there without saying so. */
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
