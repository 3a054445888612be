import { z } from "zod";
import type { Lookup } from "../domain/eligibility/facts.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { PERSON_FIELDS } from "./people.ts";
import { path, type Question, type Reply, select } from "./question.ts";
import { map, readOrNull } from "./reading.ts";

const JSON_BODY = { "Content-Type": "application/json" };

/**
 * Which of these groups hold the person, directly or nested? At most twenty groups.
 * Source: learn.microsoft.com/graph/api/directoryobject-checkmembergroups
 */
export const memberOfThese = (person: PersonId, groupIds: readonly string[]): Question => ({
  url: path`/users/${person}/checkMemberGroups`,
  method: "POST",
  headers: JSON_BODY,
  body: { groupIds },
  permission: "GroupMember.Read.All",
});

/** Every security group of a person, nested ones too. Source: learn.microsoft.com/graph/api/directoryobject-getmembergroups */
export const groupsOf = (person: PersonId): Question => ({
  url: path`/users/${person}/getMemberGroups`,
  method: "POST",
  headers: JSON_BODY,
  body: { securityEnabledOnly: true },
  permission: "GroupMember.Read.All",
});

export const GroupIds = z.object({ value: z.array(z.string()) }).transform(({ value }) => value);

/** A cast needs the advanced query form: eventual consistency and a count. */
const ADVANCED = { ConsistencyLevel: "eventual" };

/**
 * Every group of a device, by the Entra device id that Intune reports.
 * Source: learn.microsoft.com/graph/api/device-list-transitivememberof
 */
export const groupsOfDevice = (entraDeviceId: string): Question => ({
  url: `${path`/devices(deviceId='${entraDeviceId}')/transitiveMemberOf/microsoft.graph.group`}?${select("id")}&$count=true&$top=999`,
  headers: ADVANCED,
  permission: "Device.Read.All",
});

/**
 * Everybody in a group, directly or nested. Needs User.Read.All besides, for the people's profiles.
 * Source: learn.microsoft.com/graph/api/group-list-transitivemembers
 */
export const peopleIn = (groupId: string): Question => ({
  url: `${path`/groups/${groupId}/transitiveMembers/microsoft.graph.user`}?${PERSON_FIELDS}&$count=true&$top=999`,
  headers: ADVANCED,
  permission: "GroupMember.Read.All",
});

const Groups = z
  .object({ value: z.array(z.object({ id: z.string() })) })
  .transform(({ value }) => value.map(({ id }) => id));

/** A device that Entra does not know (any more) is in no group. */
export const readDeviceGroups = (reply: Reply, question: Question): Lookup<readonly string[]> =>
  map(readOrNull(reply, question, Groups), (groups) => groups ?? []);

/** Source: learn.microsoft.com/graph/api/user-list-transitivememberof */
export const adminRolesOf = (person: PersonId): Question => ({
  url: `${path`/users/${person}/transitiveMemberOf/microsoft.graph.directoryRole`}?${select("id", "displayName", "roleTemplateId")}&$count=true`,
  headers: ADVANCED,
  permission: "RoleManagement.Read.Directory",
});

/**
 * The Entra roles that Intune's own roles do not bind, by the template ids that are the same in every tenant.
 * Source: memdocs intune/fundamentals/role-based-access-control/overview.md
 */
const BYPASS: Readonly<Record<string, string>> = {
  "3a2c62db-5318-420d-8d74-23affee5d9d5": "Intune Administrator",
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
};

export const BypassRoles = z
  .object({ value: z.array(z.object({ roleTemplateId: z.string().nullish() })) })
  .transform(({ value }) => value.flatMap(({ roleTemplateId }) => BYPASS[roleTemplateId ?? ""] ?? []));
