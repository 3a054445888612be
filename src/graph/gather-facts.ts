import type { LRUCache } from "lru-cache";
import type { Source } from "../domain/eligibility/checks.ts";
import type { Facts, Lookup } from "../domain/eligibility/facts.ts";
import { isGuid } from "../domain/ticket/guid.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import type { Round } from "./batch.ts";
import type { Cached, Wait } from "./cached.ts";
import { type Ask, map, unknown } from "./connection.ts";
import {
  aDevice,
  devicesOf,
  type GraphDevice,
  primaryUserOf,
  type WithPrimaryUsers,
  withEnrolment,
  withPrimaryUser,
} from "./devices.ts";
import {
  adminRolesOf,
  type GroupNames,
  groupsOf,
  groupsOfDevice,
  type Helpdesk,
  memberOfThese,
  withReachNamed,
} from "./groups.ts";
import type { OptionalSources } from "./optional-sources.ts";
import { aPerson, known } from "./people.ts";
import { type Roles, rightsOf } from "./roles.ts";

export interface About {
  readonly sharer: PersonId;
  readonly device: DeviceId | null;
  readonly helper: PersonId | null;
}

export interface Sources {
  readonly ask: Ask;
  readonly roles: Roles;
  readonly groupNames: GroupNames;
  /**
   * Under which id Entra knows a device of Intune. Its groups hang on that id, so that with it one request is enough,
   * and without it there are two. Only a hint: each ask compares it with what Intune says now.
   */
  readonly entraIds: LRUCache<DeviceId, string>;
  readonly enrolment: Cached<DeviceId, string>;
  readonly withPrimaryUsers: WithPrimaryUsers;
  readonly optional: OptionalSources;
  readonly wanted: () => ReadonlySet<Source>;
  readonly helpdesk: Helpdesk;
}

/** Forgets a device that is not in Entra any more. */
export const remember = (
  { facts, entraDeviceId }: GraphDevice,
  entraIds: LRUCache<DeviceId, string>,
): unknown => (entraDeviceId === null ? entraIds.delete(facts.id) : entraIds.set(facts.id, entraDeviceId));

type Found = Lookup<GraphDevice | null>;
const NOBODY = unknown("not asked");

/**
 * One batch for everything about one ask; two on the first sight of a device, or while the roles are cold. Asks
 * nothing that no check wants.
 */
export async function gatherFacts(
  about: About,
  sources: Sources,
  wait: Wait,
): Promise<Omit<Facts, "gatheredAt">> {
  const { ask, roles, entraIds, groupNames, helpdesk } = sources;
  const { sharer, device, helper } = about;
  const round: Round = { call: "facts", version: "v1.0", ...wait };
  const wanted = sources.wanted();
  const entraId = device === null ? null : (entraIds.get(device) ?? null);
  const judgesRights = helper !== null && (wanted.has("roles") || wanted.has("scopes"));
  const rolesLoading = judgesRights ? roles.of("tenant", wait) : null;
  const optionalLoading = sources.optional(sharer, wanted, wait);
  const answers = await ask(round, {
    sharer: aPerson(sharer),
    device: device === null ? undefined : aDevice(device),
    primaryUser: device === null ? undefined : primaryUserOf(device),
    helper: helper === null ? undefined : aPerson(helper),
    helpdesk: helper !== null && wanted.has("helpdesk") ? memberOfThese(helper, helpdesk.groups) : undefined,
    helperDevices: helper !== null && wanted.has("helper-devices") ? devicesOf(helper) : undefined,
    helperGroups: judgesRights ? groupsOf(helper) : undefined,
    adminRoles: judgesRights ? adminRolesOf(helper) : undefined,
    sharerGroups: judgesRights ? groupsOf(sharer) : undefined,
    deviceGroups: judgesRights && entraId !== null ? groupsOfDevice(entraId) : undefined,
  });

  const found: Found = answers.device ?? { seen: null };
  if ("seen" in found && found.seen !== null) remember(found.seen, entraIds);
  const [deviceFacts, deviceGroups, tenantRoles, optional, helperDevices] = await Promise.all([
    completed(found),
    judgesRights ? groupsOfIt(found) : null,
    rolesLoading,
    optionalLoading,
    answers.helperDevices === null ? null : withUsers(answers.helperDevices),
  ]);
  const rights =
    tenantRoles === null
      ? null
      : rightsOf({
          roles: tenantRoles,
          helperGroups: answers.helperGroups ?? NOBODY,
          sharerGroups: answers.sharerGroups ?? NOBODY,
          deviceGroups,
          bypass: answers.adminRoles ?? NOBODY,
        });
  return {
    ...optional,
    ...(helperDevices === null ? {} : { helperDevices }),
    sharer: known(answers.sharer),
    device: map(deviceFacts, (seen) => seen?.facts ?? null),
    helper: answers.helper === null ? null : known(answers.helper),
    helpdesk: answers.helpdesk === null ? null : map(answers.helpdesk, helpdesk.rolesIn),
    rights: rights === null ? null : await withReachNamed(rights, groupNames, wait),
  };

  async function completed(answer: Found): Promise<Found> {
    if ("unknown" in answer || answer.seen === null) return answer;
    const withUser = withPrimaryUser(answer.seen, answers.primaryUser ?? NOBODY);
    return { seen: await withEnrolment(withUser, sources.enrolment, wait) };
  }

  /** Only those that the helper uses: a helper who enrols computers for others is named on many. */
  async function withUsers(
    answer: Lookup<readonly GraphDevice[]>,
  ): Promise<NonNullable<Facts["helperDevices"]>> {
    if ("unknown" in answer) return answer;
    const devices = await sources.withPrimaryUsers(answer.seen, wait);
    return { seen: devices.map(({ facts }) => facts).filter(({ primaryUser }) => primaryUser === helper) };
  }

  async function groupsOfIt(answer: Found): Promise<Lookup<readonly string[]> | null> {
    if ("unknown" in answer) return answer;
    if (answer.seen === null) return null;
    const { entraDeviceId } = answer.seen;
    if (entraDeviceId === null || !isGuid(entraDeviceId)) return { seen: [] };
    if (entraDeviceId === entraId && answers.deviceGroups !== null) return answers.deviceGroups;
    return (await ask(round, { deviceGroups: groupsOfDevice(entraDeviceId) })).deviceGroups;
  }
}
