import { LRUCache } from "lru-cache";
import type { Lookup } from "../domain/eligibility/facts.ts";
import { sourcesFor } from "../domain/eligibility/judge.ts";
import { mayHoldRole } from "../domain/eligibility/person-checks.ts";
import { DEFAULT_ELIGIBILITY_POLICY, type EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { deviceId, isGuid } from "../domain/ticket/ids.ts";
import { type Directory, DirectoryUnavailable, PersonUnknown, type RetryPolicy } from "../ports/directory.ts";
import { type GraphConnection, unknown } from "./connection.ts";
import { aDevice, createEnrolment, createPrimaryUsers, devicesOf, devicesWith } from "./devices.ts";
import { createOptionalSources, gatherFacts, remember, type Sources } from "./gather-facts.ts";
import { createGroupNames, helpdeskOf, memberOfThese } from "./groups.ts";
import { aPerson, known, membersOf, peopleNamed, photoOf, theManagerOf } from "./people.ts";
import { createRoles } from "./roles.ts";

export interface GraphOptions {
  readonly graph: GraphConnection;
  readonly helpersGroupId: string;
  readonly leadsGroupId: string;
  /** Without it there are no auditors. */
  readonly auditorsGroupId?: string;
  /** Its checks decide what is asked: a check that is off costs no request. */
  readonly eligibility?: EligibilityPolicy;
  readonly deadlineMs?: number;
}

/** Teams wants an answer within five seconds, so Graph gets half of them. */
const DEADLINE_MS = 2500;
/** Background work holds a lease of half a minute. */
const BACKGROUND_DEADLINE_MS = 20_000;

const MAX_REMEMBERED = 10_000;

const NO_ID = unknown({ fact: "no-entra-id" });

/** The directory port on Microsoft Graph. Each file beside this one asks about one kind of object. */
export function createGraphDirectory(options: GraphOptions): Directory {
  const { graph, helpersGroupId, leadsGroupId, deadlineMs = DEADLINE_MS } = options;
  const { eligibility = DEFAULT_ELIGIBILITY_POLICY, auditorsGroupId } = options;
  const { ask, clock } = graph;
  const helpdesk = helpdeskOf(helpersGroupId, leadsGroupId);
  const auditors = auditorsGroupId?.toLowerCase();
  const staffGroups = [...new Set([...helpdesk.groups, ...(auditors === undefined ? [] : [auditors])])];
  const sources: Sources = {
    ask,
    helpdesk,
    /** Read at each ask: the playground turns checks on and off while Beckon runs. */
    wanted: () => sourcesFor(eligibility),
    entraIds: new LRUCache({ max: MAX_REMEMBERED }),
    withPrimaryUsers: createPrimaryUsers(graph),
    roles: createRoles(graph),
    groupNames: createGroupNames(graph),
    enrolment: createEnrolment(graph),
    optional: createOptionalSources(graph),
  };
  const deadline = (retryPolicy: RetryPolicy) =>
    AbortSignal.timeout(retryPolicy === "interactive" ? deadlineMs : BACKGROUND_DEADLINE_MS);
  const round = (call: string, within: RetryPolicy = "interactive") =>
    ({ call, version: "v1.0", signal: deadline(within), retryPolicy: "interactive" }) as const;

  return {
    /** Two batches, and one more per page of devices. User.Read.All, DeviceManagementManagedDevices.Read.All. */
    async sharer(person) {
      if (!isGuid(person)) return { person: NO_ID, devices: NO_ID };
      const about = round("sharer");
      const answers = await ask(about, { person: aPerson(person), devices: devicesOf(person) });
      const found = known(answers.person);
      if ("unknown" in found && found.unknown.isAbsent) throw new PersonUnknown(found.unknown.why);
      if ("unknown" in answers.devices) return { person: found, devices: answers.devices };
      const devices = await sources.withPrimaryUsers(answers.devices.seen, about);
      for (const device of devices) remember(device, sources.entraIds);
      return { person: found, devices: { seen: devices.map(({ facts }) => facts) } };
    },

    /** One batch when warm; see `gather-facts.ts`. All permissions but that for photos. */
    async facts({ sharer, device, helper }, retryPolicy = "interactive") {
      const gatheredAt = clock.now();
      if (!isGuid(sharer) || (helper !== null && !isGuid(helper))) {
        const nobody = helper === null ? null : NO_ID;
        return { sharer: NO_ID, device: NO_ID, helper: nobody, helpdesk: nobody, rights: nobody, gatheredAt };
      }
      const about = { sharer, device: device !== null && isGuid(device) ? device : null, helper };
      const facts = await gatherFacts(about, sources, { retryPolicy, signal: deadline(retryPolicy) });
      return { ...facts, gatheredAt };
    },

    /** One batch. User.Read.All, GroupMember.Read.All. */
    async staff(person) {
      if (!isGuid(person)) throw new PersonUnknown(NO_ID.unknown.why);
      const answers = await ask(round("staff"), {
        person: aPerson(person),
        groups: memberOfThese(person, staffGroups),
      });
      const profile = certain(known(answers.person));
      const held = certain(answers.groups);
      const groups = mayHoldRole(profile, eligibility) ? held : [];
      return {
        person: profile,
        roles: helpdesk.rolesIn(groups),
        auditor: auditors !== undefined && groups.includes(auditors),
      };
    },

    /** One batch, and one more per page. User.Read.All, GroupMember.Read.All. */
    async helpers() {
      const answers = await ask(round("helpers"), {
        helpers: membersOf(helpersGroupId),
        leads: membersOf(leadsGroupId),
      });
      const people = [...certain(answers.helpers), ...certain(answers.leads)];
      const byId = new Map(people.map((person) => [person.id, person]));
      return [...byId.values()]
        .filter((person) => mayHoldRole(person, eligibility))
        .sort((one, other) => one.displayName.localeCompare(other.displayName));
    },

    /** One batch, and one more per page. User.Read.All, GroupMember.Read.All. */
    async leads() {
      const members = certain((await ask(round("leads"), { leads: membersOf(leadsGroupId) })).leads);
      return members.filter((person) => mayHoldRole(person, eligibility));
    },

    /** One batch, and one more per page. User.Read.All, GroupMember.Read.All. */
    async members(group) {
      const members = certain((await ask(round("members"), { members: membersOf(group) })).members);
      return members.filter((person) => mayHoldRole(person, eligibility));
    },

    /** One batch of one, and one page of the answer. User.Read.All. */
    async search(name, most) {
      return certain((await ask(round("search"), { found: peopleNamed(name, most) })).found);
    },

    /** Two batches. DeviceManagementManagedDevices.Read.All. */
    async devicesNamed(name) {
      const about = round("devices-named");
      const answers = await ask(about, {
        byName: devicesWith("deviceName", name),
        bySerial: devicesWith("serialNumber", name),
      });
      const found = [...certain(answers.byName), ...certain(answers.bySerial)];
      const each = new Map(found.map((device) => [device.facts.id, device]));
      const devices = await sources.withPrimaryUsers([...each.values()], about);
      for (const device of devices) remember(device, sources.entraIds);
      return devices.map(({ facts }) => facts);
    },

    /** A batch for every twenty. User.Read.All. */
    async profiles(people) {
      const questions = Object.fromEntries(people.filter(isGuid).map((person) => [person, aPerson(person)]));
      const answers = await ask(round("profiles", "background"), questions);
      return Object.values(answers)
        .map(certain)
        .filter((person) => person !== null);
    },

    /** A batch for every twenty. DeviceManagementManagedDevices.Read.All. */
    async entraDevices(devices) {
      const questions = Object.fromEntries(devices.filter(isGuid).map((device) => [device, aDevice(device)]));
      const answers = await ask(round("devices", "background"), questions);
      const found = Object.entries(answers).flatMap(([id, answer]) => {
        const entraId = certain(answer)?.entraDeviceId ?? null;
        return entraId === null ? [] : [[deviceId(id), entraId] as const];
      });
      return new Map(found);
    },

    /** One batch of one. User.Read.All. */
    async managerOf(person) {
      if (!isGuid(person)) throw new PersonUnknown(NO_ID.unknown.why);
      return certain((await ask(round("manager"), { manager: theManagerOf(person) })).manager);
    },

    async photo(person) {
      return isGuid(person) ? photoOf(graph, person, deadline("interactive")) : null;
    },
  };
}

function certain<T>(answer: Lookup<T>): T {
  if ("seen" in answer) return answer.seen;
  const { why, isAbsent, ...options } = answer.unknown;
  throw isAbsent ? new PersonUnknown(why) : new DirectoryUnavailable(why, options);
}
