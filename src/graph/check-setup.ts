import type { GraphConnection } from "./connection.ts";
import { aGroup } from "./groups.ts";
import { membersOf } from "./people.ts";

const DEADLINE_MS = 20_000;

interface Groups {
  readonly helpersGroupId: string;
  readonly leadsGroupId: string;
  readonly auditorsGroupId?: string;
}

type Fault = "not-found" | "hidden-membership" | "empty";

/**
 * Tries at the start what would else be noticed by the first person who asks for help: the sign-in, and the groups by
 * their ids. Faults are logged and reported to the administrators; Beckon starts anyway.
 */
export async function checkSetup(graph: GraphConnection, ids: Groups): Promise<void> {
  const signedIn = await graph.signIn().then(
    () => true,
    () => false,
  );
  if (!signedIn) return; // told by the connection
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const round = { call: "setup", version: "v1.0", signal, retryPolicy: "background" } as const;
  const { helpersGroupId, leadsGroupId, auditorsGroupId } = ids;
  const { HELPERS_GROUP_ID, LEADS_GROUP_ID, AUDITORS_GROUP_ID, members } = await graph.ask(round, {
    HELPERS_GROUP_ID: aGroup(helpersGroupId),
    LEADS_GROUP_ID: aGroup(leadsGroupId),
    AUDITORS_GROUP_ID: auditorsGroupId === undefined ? undefined : aGroup(auditorsGroupId),
    members: { ...membersOf(helpersGroupId), absent: [] },
  });
  const isEmpty = "seen" in members && members.seen.length === 0;
  for (const [variable, group] of Object.entries({ HELPERS_GROUP_ID, LEADS_GROUP_ID, AUDITORS_GROUP_ID })) {
    if (group === null || "unknown" in group) continue;
    if (group.seen === null) tell(variable, "not-found");
    else if (group.seen.visibility === "HiddenMembership") tell(variable, "hidden-membership");
    else if (variable === "HELPERS_GROUP_ID" && isEmpty) tell(variable, "empty");
  }

  function tell(variable: string, fault: Fault): void {
    graph.log.warn("graph.group-unusable", { variable, fault });
    graph.problem({
      matter: variable,
      heading: ({ say }) => say(`problem.group-${fault}`, { variable }),
      text: ({ say }) => say(`problem.group-${fault}.text`),
    });
  }
}
