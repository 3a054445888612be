import { z } from "zod";
import type { HelperRights, Lookup, Unknown } from "../domain/eligibility/facts.ts";
import { PORTAL_NAMES } from "../domain/eligibility/helper-checks.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import { type Cached, cached, type Wait } from "./cached.ts";
import { type GraphConnection, map } from "./connection.ts";
import { guid, listOf, optionalText, path, type Question, select, texts } from "./question.ts";

/** One Intune role assignment whose role has to do with Remote Help. */
export interface RoleAssignment {
  readonly role: string;
  readonly assignment: string;
  /** Null when Intune did not say what the role permits. */
  readonly actions: readonly string[] | null;
  /** Entra groups of administrators; null when Intune did not say. */
  readonly members: readonly string[] | null;
  /** Entra groups of people and devices that they may act on. */
  readonly scopes: readonly string[];
  /** `resourceScope`, `allDevices`, `allLicensedUsers`, `allDevicesAndLicensedUsers`. */
  readonly scopeType: string;
}

export interface TenantRoles {
  readonly assignments: readonly RoleAssignment[];
  /** Roles whose assignments could not be read: the rest still counts. */
  readonly unread: readonly Unknown[];
}

/** Tenant-wide, so kept for ten minutes, and for one where a running session rests on it. */
export type Roles = Cached<"tenant", TenantRoles>;

const KEPT_MS = 10 * 60 * 1000;
const KEPT_IN_BACKGROUND_MS = 60 * 1000;

const permission = "DeviceManagementRBAC.Read.All";

const Permissions = z.array(
  z.object({
    resourceActions: z
      .array(z.object({ allowedResourceActions: texts, notAllowedResourceActions: texts }))
      .nullish(),
  }),
);
type Permissions = z.infer<typeof Permissions>;

interface Definition {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly string[] | null;
}

export const DEFINITIONS: Question<readonly Definition[]> = {
  url: `/deviceManagement/roleDefinitions?${select("id", "displayName", "rolePermissions")}`,
  permission,
  read: listOf({ id: guid, displayName: optionalText, rolePermissions: Permissions }, (row) => ({
    id: row.id,
    name: row.displayName ?? row.id,
    actions: row.rolePermissions === null ? null : actionsOf(row.rolePermissions),
  })),
};

/** Only actions of Remote Help: a role without any is ignored, and so is its scope. */
function actionsOf(permissions: Permissions): readonly string[] {
  const all = permissions.flatMap(({ resourceActions }) => resourceActions ?? []);
  const denied = new Set(all.flatMap(({ notAllowedResourceActions }) => notAllowedResourceActions ?? []));
  const allowed = all.flatMap(({ allowedResourceActions }) => allowedResourceActions ?? []);
  return allowed.filter((action) => action in PORTAL_NAMES && !denied.has(action));
}

const lower = (ids: readonly string[] | null | undefined) => (ids ?? []).map((id) => id.toLowerCase());

/** Not selected nor expanded: both have been seen to drop `scopeType` without a word. The rows are few. */
const ASSIGNMENTS = {
  url: "/deviceManagement/roleAssignments",
  permission,
  read: listOf(
    {
      id: guid,
      displayName: optionalText,
      members: z.array(z.string()),
      resourceScopes: texts,
      scopeMembers: texts,
      scopeType: optionalText,
    },
    (row) => ({
      id: row.id,
      assignment: row.displayName ?? row.id,
      members: row.members === null ? null : lower(row.members),
      scopes: [...lower(row.resourceScopes), ...lower(row.scopeMembers)],
      scopeType: row.scopeType ?? "resourceScope",
    }),
  ),
} satisfies Question<unknown>;

/** The only link between an assignment and its role; its rows hold nothing else that could be used. 404: there is none. */
const assignmentsOf = (definition: string): Question<readonly string[]> => ({
  url: `${path`/deviceManagement/roleDefinitions/${definition}/roleAssignments`}?${select("id")}`,
  permission,
  absent: [],
  read: listOf({ id: guid }, ({ id }) => id),
});

/**
 * Intune's role assignments with the actions of their roles. Beta, because v1.0 cannot tell an assignment to all
 * devices from one to none. Two batches, then kept. One role that cannot be read leaves the others as they are.
 * Sources: learn.microsoft.com/graph/api/intune-rbac-deviceandappmanagementroleassignment-list; microsoft-graph-docs 4110
 */
export function createRoles({ ask, clock }: GraphConnection): Roles {
  async function load(_tenant: "tenant", wait: Wait): Promise<Lookup<TenantRoles>> {
    const round = { call: "roles", version: "beta", ...wait } as const;
    const { definitions, assignments } = await ask(round, {
      definitions: DEFINITIONS,
      assignments: ASSIGNMENTS,
    });
    if ("unknown" in definitions) return definitions;
    if ("unknown" in assignments) return assignments;

    const ofHelp = definitions.seen.filter(({ actions }) => actions === null || actions.length > 0);
    const links = await ask(round, Object.fromEntries(ofHelp.map(({ id }) => [id, assignmentsOf(id)])));
    const unread: Unknown[] = [];
    const found = ofHelp.flatMap(({ id, name, actions }) => {
      const ids = links[id] ?? { seen: [] };
      if ("unknown" in ids) {
        unread.push({ ...ids.unknown, why: { fact: "role-unread", role: name, why: ids.unknown.why } });
        return [];
      }
      return assignments.seen
        .filter((row) => ids.seen.includes(row.id))
        .map(
          ({ assignment, members, scopes, scopeType }): RoleAssignment => ({
            role: name,
            assignment,
            actions,
            members,
            scopes,
            scopeType,
          }),
        );
    });
    const whole = ofHelp.length > 0 && unread.length === ofHelp.length ? Object.values(links)[0] : undefined;
    return whole !== undefined && "unknown" in whole ? whole : { seen: { assignments: found, unread } };
  }

  return cached({ clock, keepMs: KEPT_MS, keepInBackgroundMs: KEPT_IN_BACKGROUND_MS, load });
}

type GroupIds = Lookup<readonly string[]>;

/** All that bears on what one helper may do for one sharer on one device. */
export interface RightsSources {
  readonly roles: Lookup<TenantRoles>;
  readonly helperGroups: GroupIds;
  readonly sharerGroups: GroupIds;
  /** Null when the ask is about no device. */
  readonly deviceGroups: GroupIds | null;
  readonly bypass: Lookup<readonly string[]>;
}

/** Members of an assignment are groups: the helper's own, nested ones included, decide which count. */
export function rightsOf(sources: RightsSources): Lookup<HelperRights> {
  const { roles, helperGroups, bypass } = sources;
  if ("unknown" in roles) return orBypass(roles, bypass);
  if ("unknown" in helperGroups) return orBypass(helperGroups, bypass);
  const doubts = [...roles.seen.unread];
  const assignments = roles.seen.assignments.flatMap((each) => {
    const { role, assignment, actions, members } = each;
    if (members !== null && !overlap(members, helperGroups.seen)) return [];
    if (members === null || actions === null) {
      const fact = members === null ? "role-members-unsaid" : "role-permissions-unsaid";
      doubts.push({ why: { fact, role }, owner: "intune-admin" });
      return [];
    }
    return [{ role, assignment, actions, covers: covers(each, sources), reach: reachOf(each) }];
  });
  return { seen: { assignments, bypass, ...(doubts.length > 0 && { doubts }) } };
}

/** An Intune administrator may help, even while other roles cannot be read. */
const orBypass = (missing: { unknown: Unknown }, bypass: Lookup<readonly string[]>) =>
  "seen" in bypass && bypass.seen.length > 0 ? { seen: { assignments: [], bypass } } : missing;

/** "All devices" means all enrolled ones. Source: memdocs intune/remote-help/plan.md, role-based access control */
function covers(assignment: RoleAssignment, sources: RightsSources): Lookup<boolean> {
  const { deviceGroups, sharerGroups } = sources;
  switch (assignment.scopeType) {
    case "allDevicesAndLicensedUsers":
    case "allLicensedUsers":
      return { seen: true };
    case "allDevices":
      return { seen: deviceGroups !== null };
    case "resourceScope":
      return either(inScope(sharerGroups, assignment), inScope(deviceGroups ?? { seen: [] }, assignment));
    default:
      return { unknown: { why: { fact: "scope-type", type: assignment.scopeType }, owner: "intune-admin" } };
  }
}

const REACH: Readonly<Record<string, Fact>> = {
  allDevices: { fact: "all-devices" },
  allLicensedUsers: { fact: "all-users" },
  allDevicesAndLicensedUsers: { fact: "all-devices-and-users" },
};

export const reachOf = ({ scopeType, scopes }: RoleAssignment): readonly Fact[] =>
  scopeType === "resourceScope" ? scopes : [REACH[scopeType] ?? scopeType];

const inScope = (groups: GroupIds, { scopes }: RoleAssignment) =>
  map(groups, (seen) => overlap(seen, scopes));

function either(first: Lookup<boolean>, second: Lookup<boolean>): Lookup<boolean> {
  if ("seen" in first && first.seen) return first;
  if ("seen" in second && second.seen) return second;
  return "unknown" in first ? first : second;
}

const overlap = (some: readonly string[], others: readonly string[]) =>
  some.some((id) => others.includes(id));
