import type { HelperRights, Lookup } from "../domain/eligibility/facts.ts";
import { map } from "./reading.ts";
import type { RoleAssignment } from "./roles.ts";

type GroupIds = Lookup<readonly string[]>;

/** All that bears on what one helper may do for one sharer on one device. */
export interface RightsSources {
  readonly assignments: Lookup<readonly RoleAssignment[]>;
  readonly helperGroups: GroupIds;
  readonly sharerGroups: GroupIds;
  /** Null when the ask is about no device. */
  readonly deviceGroups: GroupIds | null;
  readonly bypass: Lookup<readonly string[]>;
}

/** Members of an assignment are groups: the helper's own, nested ones included, decide which count. */
export function rightsOf(sources: RightsSources): Lookup<HelperRights> {
  const { assignments, helperGroups, bypass } = sources;
  if ("unknown" in assignments) return orBypass(assignments, bypass);
  if ("unknown" in helperGroups) return orBypass(helperGroups, bypass);
  const own = assignments.seen.filter(({ members }) => overlap(members, helperGroups.seen));
  return {
    seen: {
      assignments: own.map((one) => ({
        role: one.role,
        assignment: one.assignment,
        actions: one.actions,
        covers: covers(one, sources),
        reach: reachOf(one),
      })),
      bypass,
    },
  };
}

/** An Intune administrator may help, whatever the roles that could not be read would have said. */
const orBypass = (missing: { unknown: { why: string } }, bypass: Lookup<readonly string[]>) =>
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
      return { unknown: { why: `scope type ${assignment.scopeType}` } };
  }
}

const REACH: Readonly<Record<string, string>> = {
  allDevices: "all enrolled devices",
  allLicensedUsers: "all licensed users",
  allDevicesAndLicensedUsers: "all devices and licensed users",
};

const reachOf = ({ scopeType, scopes }: RoleAssignment): readonly string[] =>
  scopeType === "resourceScope" ? scopes : [REACH[scopeType] ?? scopeType];

const inScope = (groups: GroupIds, { scopes }: RoleAssignment) =>
  map(groups, (seen) => overlap(seen, scopes));

function either(one: Lookup<boolean>, other: Lookup<boolean>): Lookup<boolean> {
  if ("seen" in one && one.seen) return one;
  if ("seen" in other && other.seen) return other;
  return "unknown" in one ? one : other;
}

const overlap = (some: readonly string[], others: readonly string[]) =>
  some.some((id) => others.includes(id));
