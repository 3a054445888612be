import type { AuditEntryScope, Evidence, RecordedAuditEntry } from "../../src/ports/evidence.ts";

/** All audit entries in one array. */
export async function actsIn(
  { evidence }: { readonly evidence: Evidence },
  scope: AuditEntryScope = {},
): Promise<RecordedAuditEntry[]> {
  const acts: RecordedAuditEntry[] = [];
  for await (const act of evidence.acts(scope)) acts.push(act);
  return acts;
}
