import { z } from "zod";
import type { Lookup } from "../domain/eligibility/facts.ts";
import { PORTAL_NAMES } from "../domain/eligibility/rights.ts";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type Kept, keep, type Wait } from "./kept.ts";
import { path, type Question, select } from "./question.ts";
import { read } from "./reading.ts";

/** One Intune role assignment whose role has to do with Remote Help. */
export interface RoleAssignment {
  readonly role: string;
  readonly assignment: string;
  readonly actions: readonly string[];
  /** Entra groups of administrators. */
  readonly members: readonly string[];
  /** Entra groups of people and devices that they may act on. */
  readonly scopes: readonly string[];
  /** `resourceScope`, `allDevices`, `allLicensedUsers`, `allDevicesAndLicensedUsers`. */
  readonly scopeType: string;
}

/** Tenant-wide, so kept for ten minutes, and for one where a running session rests on it. A failure is not kept. */
export type Roles = Kept<"tenant", readonly RoleAssignment[]>;

const KEPT_MS = 10 * 60 * 1000;
const KEPT_IN_BACKGROUND_MS = 60 * 1000;

const permission = "DeviceManagementRBAC.Read.All";

const DEFINITIONS: Question = {
  url: `/deviceManagement/roleDefinitions?${select("id", "displayName", "rolePermissions")}`,
  permission,
};

/** Not selected nor expanded: both have been seen to drop `scopeType` without a word. The rows are few. */
const ASSIGNMENTS: Question = { url: "/deviceManagement/roleAssignments", permission };

/** The only link between an assignment and its role; its rows hold nothing else that could be used. */
const assignmentsOf = (definition: string): Question => ({
  url: `${path`/deviceManagement/roleDefinitions/${definition}/roleAssignments`}?${select("id")}`,
  permission,
});

const actionList = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const Definitions = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      rolePermissions: z.array(
        z.object({
          resourceActions: z.array(
            z.object({ allowedResourceActions: actionList, notAllowedResourceActions: actionList }),
          ),
        }),
      ),
    }),
  ),
});
type Definition = z.infer<typeof Definitions>["value"][number];

const Assignments = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      displayName: z.string().nullish(),
      members: actionList,
      resourceScopes: actionList,
      scopeMembers: actionList,
      scopeType: z.string().nullish(),
    }),
  ),
});

const Ids = z
  .object({ value: z.array(z.object({ id: z.string() })) })
  .transform(({ value }) => value.map(({ id }) => id));

/**
 * Intune's role assignments with the actions of their roles. Beta, because v1.0 cannot tell an assignment to all
 * devices from one to none. Two batches, then kept.
 * Source: learn.microsoft.com/graph/api/intune-rbac-deviceandappmanagementroleassignment-list
 */
export function createRoles({ send, clock }: { send: Send; clock: Clock }): Roles {
  async function load(_tenant: "tenant", wait: Wait): Promise<Lookup<readonly RoleAssignment[]>> {
    const round = { call: "roles", version: "beta", ...wait } as const;
    const first = await send(round, { definitions: DEFINITIONS, assignments: ASSIGNMENTS });
    const definitions = read(first.definitions, DEFINITIONS, Definitions);
    const assignments = read(first.assignments, ASSIGNMENTS, Assignments);
    if ("unknown" in definitions) return definitions;
    if ("unknown" in assignments) return assignments;

    const ofHelp = definitions.seen.value.filter((definition) => actionsOf(definition).length > 0);
    const questions = Object.fromEntries(ofHelp.map(({ id }) => [id, assignmentsOf(id)]));
    const links = ofHelp.length === 0 ? {} : await send(round, questions);

    const found: RoleAssignment[] = [];
    for (const definition of ofHelp) {
      const reply = links[definition.id] ?? { failed: "Graph left this question unanswered" };
      const ids = read(reply, ASSIGNMENTS, Ids);
      if ("unknown" in ids) return ids;
      for (const row of assignments.seen.value.filter(({ id }) => ids.seen.includes(id))) {
        found.push({
          role: definition.displayName,
          assignment: row.displayName ?? row.id,
          actions: actionsOf(definition),
          members: row.members,
          scopes: [...row.resourceScopes, ...row.scopeMembers],
          scopeType: row.scopeType ?? "resourceScope",
        });
      }
    }
    return { seen: found };
  }

  return keep({ clock, keepMs: KEPT_MS, keepInBackgroundMs: KEPT_IN_BACKGROUND_MS, load });
}

/** Only what Remote Help asks for: a role without any of it is no concern here, nor is its scope. */
function actionsOf({ rolePermissions }: Definition): readonly string[] {
  const all = rolePermissions.flatMap(({ resourceActions }) => resourceActions);
  const denied = new Set(all.flatMap(({ notAllowedResourceActions }) => notAllowedResourceActions));
  const allowed = all.flatMap(({ allowedResourceActions }) => allowedResourceActions);
  return allowed.filter((action) => action in PORTAL_NAMES && !denied.has(action));
}
