import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tenant } from "./tenant.ts";

/** A session as somebody makes it up: who, on which device, when it began and how long it took. */
export const ReportRow = z.strictObject({
  helper: z.guid(),
  sharer: z.guid(),
  device: z.guid(),
  minutesAgo: z.number().min(0).max(43_200),
  /** Null while it goes on. */
  lasted: z.number().min(0).max(1_440).nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

const MINUTE = 60_000;

/** Puts a row into Intune's report, with the sign-in names and the Entra id of the device as Intune writes them. */
export function addReportRow(tenant: Tenant, now: number, row: ReportRow): void {
  const signInName = (id: string) =>
    tenant.people.find((person) => person.id === id)?.userPrincipalName ?? "nobody";
  const begun = now - row.minutesAgo * MINUTE;
  const cells: Readonly<Record<string, string>> = {
    SessionId: randomUUID(),
    HelperEmail: signInName(row.helper),
    SharerEmail: signInName(row.sharer),
    Sessionstart: new Date(begun).toISOString(),
    Sessionend: row.lasted === null ? "" : new Date(begun + row.lasted * MINUTE).toISOString(),
    SharerDeviceAadId: tenant.devices.find(({ id }) => id === row.device)?.azureADDeviceId ?? "",
  };
  const { columns, rows } = tenant.sessionReport;
  rows.push(columns.map((column) => cells[column] ?? ""));
}

export function removeReportRow({ sessionReport }: Tenant, id: string): void {
  const place = sessionReport.columns.indexOf("SessionId");
  sessionReport.rows = sessionReport.rows.filter((row) => row[place] !== id);
}
