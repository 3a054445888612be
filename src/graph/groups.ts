import { z } from "zod";
import type { HelperRights, Lookup, RightFacts } from "../domain/eligibility/facts.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import { isGuid, type PersonId } from "../domain/ticket/ids.ts";
import type { Roles } from "../domain/ticket/person.ts";
import { type Cached, cached, type Wait } from "./cached.ts";
import type { GraphConnection } from "./connection.ts";
import {
  ADVANCED,
  guid,
  JSON_BODY,
  listOf,
  one,
  optionalText,
  path,
  type Question,
  select,
} from "./question.ts";

const GroupIds = z.object({ value: z.array(z.string().nullable()) });
const groupIds = (body: unknown): string[] =>
  GroupIds.parse(body).value.flatMap((id) => id?.toLowerCase() ?? []);

/**
 * Which of these groups hold the person, directly or nested? At most twenty groups.
 * Source: learn.microsoft.com/graph/api/directoryobject-checkmembergroups
 */
export const memberOfThese = (person: PersonId, groups: readonly string[]): Question<readonly string[]> => ({
  url: path`/users/${person}/checkMemberGroups`,
  method: "POST",
  headers: JSON_BODY,
  body: { groupIds: groups },
  permission: "GroupMember.Read.All",
  read: groupIds,
});

/** Every security group of a person, nested ones too. Source: learn.microsoft.com/graph/api/directoryobject-getmembergroups */
export const groupsOf = (person: PersonId): Question<readonly string[]> => ({
  url: path`/users/${person}/getMemberGroups`,
  method: "POST",
  headers: JSON_BODY,
  body: { securityEnabledOnly: true },
  permission: "GroupMember.Read.All",
  read: groupIds,
});

/**
 * Every group of a device, by the Entra device id that Intune reports. A device that Entra does not know (404) is in
 * no group. Source: learn.microsoft.com/graph/api/device-list-transitivememberof
 */
export const groupsOfDevice = (entraDeviceId: string): Question<readonly string[]> => ({
  url: `${path`/devices(deviceId='${entraDeviceId}')/transitiveMemberOf/microsoft.graph.group`}?${select("id")}&$count=true&$top=999`,
  headers: ADVANCED,
  permission: "Device.Read.All",
  absent: [],
  read: listOf({ id: guid }, ({ id }) => id),
});

/**
 * The Entra roles that Intune's own roles do not bind, by the template ids that are the same in every tenant.
 * Source: memdocs intune/fundamentals/role-based-access-control/overview.md
 */
const BYPASS: Readonly<Record<string, string>> = {
  "3a2c62db-5318-420d-8d74-23affee5d9d5": "Intune Administrator",
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
};

const bypassRoles = listOf(
  { id: guid, roleTemplateId: guid },
  ({ roleTemplateId }) => BYPASS[roleTemplateId ?? ""],
);

/** Source: learn.microsoft.com/graph/api/user-list-transitivememberof */
export const adminRolesOf = (person: PersonId): Question<readonly string[]> => ({
  url: `${path`/users/${person}/transitiveMemberOf/microsoft.graph.directoryRole`}?${select("id", "displayName", "roleTemplateId")}&$count=true`,
  headers: ADVANCED,
  permission: "RoleManagement.Read.Directory",
  read: (body, oddities) => bypassRoles(body, oddities).filter((role) => role !== undefined),
});

/** What a group is, for the check at the start. */
export interface Group {
  readonly name: string | null;
  /** `HiddenMembership`: Graph leaves such a group out of every answer about members. */
  readonly visibility: string | null;
}

/** Source: learn.microsoft.com/graph/api/group-get */
export const aGroup = (group: string): Question<Group | null> => ({
  url: `${path`/groups/${group}`}?${select("id", "displayName", "visibility")}`,
  permission: "GroupMember.Read.All",
  absent: null,
  read: one(
    { id: guid, displayName: optionalText, visibility: optionalText },
    ({ displayName, visibility }) => ({
      name: displayName ?? null,
      visibility: visibility ?? null,
    }),
  ),
});

/** The two groups whose members are staff. */
export interface Helpdesk {
  readonly groups: readonly string[];
  rolesIn(groups: readonly string[]): Roles;
}

/** A lead is a helper, whether or not the helpers' group says so. */
export function helpdeskOf(helpersGroup: string, leadsGroup: string): Helpdesk {
  const [helpers, leads] = [helpersGroup.toLowerCase(), leadsGroup.toLowerCase()];
  return {
    groups: [...new Set([helpers, leads])],
    rolesIn(groups) {
      const lead = groups.includes(leads);
      return { helper: lead || groups.includes(helpers), lead };
    },
  };
}

/** Ids with commas between, in order. */
type GroupList = string;
/** Names by id; those that could not be had are left out. */
export type GroupNames = Cached<GroupList, ReadonlyMap<string, string>>;

const KEPT_MS = 10 * 60 * 1000;
/** One batch; a reader takes in fewer. */
const MOST = 20;

export function createGroupNames({ ask, clock }: GraphConnection): GroupNames {
  return cached({
    clock,
    keepMs: KEPT_MS,
    async load(list, wait) {
      const questions = Object.fromEntries(list.split(",").map((id) => [id, aGroup(id)]));
      const answers = await ask({ call: "group-names", version: "v1.0", ...wait }, questions);
      const names = Object.entries(answers).flatMap(([id, answer]) => {
        const name = "seen" in answer ? answer.seen?.name : undefined;
        return name == null ? [] : [[id, name] as const];
      });
      return { seen: new Map(names) };
    },
  });
}

/**
 * Names the groups of assignments that cover neither person nor device, so that an administrator finds the one to
 * mend. One more round trip, and only then. A group that cannot be named keeps its id.
 */
export async function withReachNamed(
  rights: Lookup<HelperRights>,
  groupNames: GroupNames,
  wait: Wait,
): Promise<Lookup<HelperRights>> {
  if ("unknown" in rights || !isShut(rights.seen)) return rights;
  const ids = rights.seen.assignments.flatMap(({ reach = [] }) => reach).filter(isGroupId);
  const list = [...new Set(ids)].sort().slice(0, MOST).join(",");
  if (list === "") return rights;
  const answer = await groupNames.of(list, wait);
  const names = "seen" in answer ? answer.seen : new Map<string, string>();
  const named = (right: RightFacts): RightFacts =>
    right.reach === undefined
      ? right
      : { ...right, reach: right.reach.map((one) => (isGroupId(one) ? (names.get(one) ?? one) : one)) };
  return { seen: { ...rights.seen, assignments: rights.seen.assignments.map(named) } };
}

const isGroupId = (reach: Fact): reach is string => typeof reach === "string" && isGuid(reach);

const isShut = ({ assignments, bypass }: HelperRights): boolean =>
  assignments.every(({ covers }) => "seen" in covers && !covers.seen) &&
  ("unknown" in bypass || bypass.seen.length === 0);
