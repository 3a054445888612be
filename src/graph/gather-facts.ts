import type { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Facts, Lookup, RiskFacts } from "../domain/eligibility/facts.ts";
import type { Source } from "../domain/eligibility/judge.ts";
import { type DeviceId, isGuid, type PersonId } from "../domain/ticket/ids.ts";
import type { Round } from "./batch.ts";
import { type Cached, cached, type Wait } from "./cached.ts";
import { type Ask, type GraphConnection, map, unknown } from "./connection.ts";
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
import { aPerson, known } from "./people.ts";
import { path, type Question, select } from "./question.ts";
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
const NOBODY = unknown({ fact: "not-asked" });

/**
 * One batch for everything about one ask; two on the first sight of a device, or while the roles are cold. Asks
 * only what an active check needs.
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

type Optional = Pick<Facts, "risk" | "remoteHelp">;

/** What is asked beside the batch and only while a check wants it; kept for ten minutes. */
type OptionalSources = (sharer: PersonId, wanted: ReadonlySet<Source>, wait: Wait) => Promise<Optional>;

const KEPT_MS = 10 * 60 * 1000;

export function createOptionalSources(graph: GraphConnection): OptionalSources {
  const risk = createRisk(graph);
  const tenantSwitch = createTenantSwitch(graph);
  return async (sharer, wanted, wait) => {
    const [seenRisk, remoteHelp] = await Promise.all([
      wanted.has("risk") ? risk.of(sharer, wait) : null,
      wanted.has("tenant") ? tenantSwitch.of("tenant", wait) : null,
    ]);
    return {
      ...(seenRisk === null ? {} : { risk: seenRisk }),
      ...(remoteHelp === null ? {} : { remoteHelp }),
    };
  };
}

const RiskyUser = z.object({ riskLevel: z.string(), riskState: z.string() });

/** Source: learn.microsoft.com/graph/api/riskyuser-get; 404 for a person who was never at risk. */
export const riskOf = (person: PersonId): Question<RiskFacts | null> => ({
  url: `${path`/identityProtection/riskyUsers/${person}`}?${select("id", "riskLevel", "riskState")}`,
  permission: "IdentityRiskyUser.Read.All",
  absent: null,
  read(body) {
    const { riskLevel: level, riskState: state } = RiskyUser.parse(body);
    return { level, state };
  },
});

/** One question a second and tenant, all apps together. Source: learn.microsoft.com/graph/throttling-limits */
const APART_MS = 1000;

/** Asked one after another, a second apart; a caller whose time is over goes on without an answer. */
function createRisk({ ask, clock, pause }: GraphConnection): Cached<PersonId, RiskFacts | null> {
  let free = 0;

  async function myTurn(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const at = Math.max(now, free);
    free = at + APART_MS;
    if (at > now) await pause(at - now, signal);
  }

  return cached({
    clock,
    keepMs: KEPT_MS,
    async load(person, wait) {
      try {
        await myTurn(wait.signal);
      } catch {
        return unknown({ fact: "not-in-time" });
      }
      return (await ask({ call: "risk", version: "v1.0", ...wait }, { risk: riskOf(person) })).risk;
    },
  });
}

const Bare = z.object({ remoteAssistanceState: z.string() });
/** The page shows the answer inside `value`, and its type says that it is bare: both are taken. */
const Settings = z.union([Bare, z.object({ value: Bare }).transform(({ value }) => value)]);

/** Beta only. Source: learn.microsoft.com/graph/api/resources/intune-remoteassistance-remoteassistancesettings */
export const SETTINGS: Question<string> = {
  url: `/deviceManagement/remoteAssistanceSettings?${select("id", "remoteAssistanceState")}`,
  permission: "DeviceManagementServiceConfig.Read.All",
  read: (body) => Settings.parse(body).remoteAssistanceState,
};

/** `enabled` or `disabled`, for the whole tenant. */
function createTenantSwitch({ ask, clock }: GraphConnection): Cached<"tenant", string> {
  return cached({
    clock,
    keepMs: KEPT_MS,
    async load(_tenant, wait) {
      return (await ask({ call: "settings", version: "beta", ...wait }, { settings: SETTINGS })).settings;
    },
  });
}
