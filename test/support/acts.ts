import type { ActScope, Evidence, RecordedAct } from "../../src/ports/evidence.ts";

/** All acts at once, which nobody but a test wants. */
export async function actsIn(
  { evidence }: { readonly evidence: Evidence },
  scope: ActScope = {},
): Promise<RecordedAct[]> {
  const acts: RecordedAct[] = [];
  for await (const act of evidence.acts(scope)) acts.push(act);
  return acts;
}
