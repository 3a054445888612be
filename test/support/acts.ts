import type { AuditEntryScope, Evidence, RecordedAuditEntry } from "../../src/ports/evidence.ts";

/** All acts at once, which nobody but a test wants. */
export async function actsIn(
  { evidence }: { readonly evidence: Evidence },
  scope: AuditEntryScope = {},
): Promise<RecordedAuditEntry[]> {
  const acts: RecordedAuditEntry[] = [];
  for await (const act of evidence.acts(scope)) acts.push(act);
  return acts;
}
