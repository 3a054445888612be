import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import type { Round } from "./batch.ts";
import type { GraphConnection } from "./connection.ts";
import { aGroup, type Group } from "./groups.ts";
import { membersOf } from "./people.ts";

const DEADLINE_MS = 20_000;

interface Groups {
  readonly helpersGroupId: string;
  readonly leadsGroupId: string;
  readonly auditorsGroupId?: string;
}

/** One of the groups that the configuration names. */
export interface HelpdeskGroup {
  readonly variable: string;
  /** Null when it is not configured. */
  readonly found: Lookup<Group | null> | null;
  readonly members: Lookup<readonly PersonFacts[]>;
}

type Fault = "not-found" | "hidden-membership" | "empty";

/** One batch, and one more per page of members. */
export async function readGroups(
  graph: Pick<GraphConnection, "ask">,
  { helpersGroupId, leadsGroupId, auditorsGroupId }: Groups,
  round: Round,
): Promise<readonly HelpdeskGroup[]> {
  const ids = [
    ["HELPERS_GROUP_ID", helpersGroupId],
    ["LEADS_GROUP_ID", leadsGroupId],
    ["AUDITORS_GROUP_ID", auditorsGroupId],
  ] as const;
  return await Promise.all(
    ids.map(async ([variable, id]) => {
      if (id === undefined) return { variable, found: null, members: { seen: [] } };
      const { found, members } = await graph.ask(round, {
        found: aGroup(id),
        members: { ...membersOf(id), absent: [] },
      });
      return { variable, found, members };
    }),
  );
}

/** Why nobody counts as a member; null when somebody may. Only without helpers nothing works. */
export function groupFault({ variable, found, members }: HelpdeskGroup): Fault | null {
  if (found === null || "unknown" in found) return null;
  if (found.seen === null) return "not-found";
  if (found.seen.visibility === "HiddenMembership") return "hidden-membership";
  const isEmpty = "seen" in members && members.seen.length === 0;
  return variable === "HELPERS_GROUP_ID" && isEmpty ? "empty" : null;
}

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
  const groups = await readGroups(graph, ids, {
    call: "setup",
    version: "v1.0",
    signal,
    retryPolicy: "background",
  });
  for (const group of groups) {
    const fault = groupFault(group);
    if (fault !== null) tell(group.variable, fault);
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
