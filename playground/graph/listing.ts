import { badRequest, type Json, ok, type Reply } from "./reply.ts";
import type { Call } from "./route.ts";

type Row = Readonly<Record<string, Json>>;

/** Keeps the fields of `$select`; Graph adds nothing that was not asked for, and some things only when asked. */
export function selected(row: Row, { query }: Call, byDefault?: readonly string[]): Record<string, Json> {
  const wanted = query.get("$select")?.split(",") ?? byDefault;
  if (wanted === undefined) return { ...row };
  return Object.fromEntries(wanted.flatMap((field) => (field in row ? [[field, row[field] ?? null]] : [])));
}

/** One page of a list, with an opaque link to the next one. */
export function page(rows: readonly Row[], call: Call, byDefault?: readonly string[]): Reply {
  const { query, pageSize, root, version, path } = call;
  const top = Number(query.get("$top") ?? pageSize);
  const start = Number(query.get("$skiptoken") ?? 0);
  if (!(top > 0) || Number.isNaN(start)) return badRequest("Invalid $top or $skiptoken.");
  const size = Math.min(top, pageSize);
  const value = rows.slice(start, start + size).map((row) => selected(row, call, byDefault));
  const body: Record<string, Json> = { "@odata.context": `${root}/${version}/$metadata`, value };
  if (start + size < rows.length) {
    const next = new URLSearchParams(query);
    next.set("$skiptoken", String(start + size));
    body["@odata.nextLink"] = `${root}/${version}${path}?${next}`;
  }
  return ok(body);
}
