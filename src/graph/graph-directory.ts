import type { TokenCredential } from "@azure/identity";
import { sourcesFor } from "../domain/eligibility/checks.ts";
import type { Lookup } from "../domain/eligibility/facts.ts";
import { DEFAULT_ELIGIBILITY_POLICY, type EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { isGuid } from "../domain/ticket/guid.ts";
import { deviceId, type PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { type Directory, DirectoryUnavailable, type RetryPolicy } from "../ports/directory.ts";
import type { Log } from "../telemetry/log.ts";
import { createBatch } from "./batch.ts";
import { devicesOf, eachDevice, ManagedDevice, ManagedDevices } from "./devices.ts";
import { createEnrolment } from "./enrolment.ts";
import { createEntraDeviceIds } from "./entra-device-ids.ts";
import { eachOf, peopleNamed } from "./find-people.ts";
import { gatherFacts } from "./gather-facts.ts";
import { createGraphClient } from "./graph-client.ts";
import { createGroupNames } from "./group-names.ts";
import { GroupIds, memberOfThese, peopleIn } from "./groups.ts";
import { helpdeskOf } from "./helpdesk.ts";
import { createOptionalSources } from "./optional-sources.ts";
import { withPaging } from "./paging.ts";
import { type Pause, realPause } from "./pause.ts";
import { aPerson, readPerson, theManagerOf, User, Users } from "./people.ts";
import { type Permission, warnOnce } from "./permissions.ts";
import { photoOf } from "./photo.ts";
import { map, read, readOrNull, unknown } from "./reading.ts";
import { withRetry } from "./retry.ts";
import { createRoles } from "./roles.ts";

export interface GraphOptions {
  /** `https://graph.microsoft.com`, without a version. */
  readonly baseUrl: string;
  /** Null for the simulated Graph. */
  readonly credential: TokenCredential | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly helpersGroupId: string;
  readonly leadsGroupId: string;
  /** Without it, nobody is an auditor. */
  readonly auditorsGroupId?: string;
  /** Decides what has to be asked: a check that is off costs no request. */
  readonly eligibility?: EligibilityPolicy;
  /** Called for every answer that Beckon may not have. */
  readonly onPermissionMissing?: (permission: Permission) => void;
  readonly deadlineMs?: number;
  readonly pause?: Pause;
}

/** A press must be answered within five seconds, so Graph gets half of them. */
const DEADLINE_MS = 2500;
/** Background work holds a lease of half a minute. */
const PATIENT_DEADLINE_MS = 20_000;

const UNANSWERED = { failed: "Graph left this question unanswered" };

const NO_ID = unknown("this is no id of Entra");

/** The directory, as Microsoft Graph tells it. Each file beside this one asks about one kind of thing. */
export function createGraphDirectory(options: GraphOptions): Directory {
  const { baseUrl, clock, log, helpersGroupId, leadsGroupId, deadlineMs = DEADLINE_MS } = options;
  const { eligibility = DEFAULT_ELIGIBILITY_POLICY, pause = realPause, onPermissionMissing } = options;
  const client = createGraphClient(baseUrl, options.credential);
  const warn = warnOnce(log);
  const missing = (permission: Permission) => {
    warn(permission);
    onPermissionMissing?.(permission);
  };
  const batch = createBatch({ client, clock, log, missing });
  const sendOnce = withRetry(batch, { pause, log });
  const send = withPaging(sendOnce, baseUrl);
  /** At each ask anew: the playground turns checks on and off while Beckon runs. */
  const wanted = () => sourcesFor(eligibility);
  const entraDeviceIds = createEntraDeviceIds();
  const helpdesk = helpdeskOf(helpersGroupId, leadsGroupId);
  const { auditorsGroupId } = options;
  const staffGroups = [...new Set([...helpdesk.groups, ...(auditorsGroupId ? [auditorsGroupId] : [])])];
  const sources = {
    send,
    wanted,
    entraDeviceIds,
    helpdesk,
    roles: createRoles({ send, clock }),
    groupNames: createGroupNames({ send, clock }),
    enrolment: createEnrolment({ send, clock }),
    optional: createOptionalSources({ send, clock, pause, wanted }),
  };
  const deadline = (patience: RetryPolicy = "press") =>
    AbortSignal.timeout(patience === "press" ? deadlineMs : PATIENT_DEADLINE_MS);
  const round = (call: string) => ({ call, version: "v1.0", signal: deadline(), patience: "press" }) as const;

  return {
    /** One batch, and one more per page of devices. User.Read.All, DeviceManagementManagedDevices.Read.All. */
    async sharer(person) {
      if (!isGuid(person)) return { person: NO_ID, devices: NO_ID };
      const ask = { person: aPerson(person), devices: devicesOf(person) };
      const replies = await send(round("sharer"), ask);
      const devices = map(readOrNull(replies.devices, ask.devices, ManagedDevices), (seen) => seen ?? []);
      if ("seen" in devices) devices.seen.forEach(entraDeviceIds.learn);
      return {
        person: readPerson(replies.person, ask.person),
        devices: map(devices, (seen) => seen.map(({ facts }) => facts)),
      };
    },

    /** One batch when warm; see `gather-facts.ts`. All permissions but that for photos. */
    async facts({ sharer, device, helper }, patience = "press") {
      const gatheredAt = clock.now();
      if (!isGuid(sharer) || (helper !== null && !isGuid(helper))) {
        const nobody = helper === null ? null : NO_ID;
        return { sharer: NO_ID, device: NO_ID, helper: nobody, helpdesk: nobody, rights: nobody, gatheredAt };
      }
      const known = device !== null && isGuid(device) ? device : null;
      const about = { sharer, device: known, helper };
      const facts = await gatherFacts(about, sources, { patience, signal: deadline(patience) });
      return { ...facts, gatheredAt };
    },

    /** One batch. User.Read.All, GroupMember.Read.All. */
    async staff(person) {
      if (!isGuid(person)) throw new DirectoryUnavailable(NO_ID.unknown.why);
      const ask = {
        person: aPerson(person),
        groups: memberOfThese(person, staffGroups),
      };
      const replies = await send(round("staff"), ask);
      const profile = certain(readPerson(replies.person, ask.person));
      const groups = certain(read(replies.groups, ask.groups, GroupIds));
      return {
        person: profile,
        roles: helpdesk.rolesIn(groups),
        auditor: groups.some((group) => group === auditorsGroupId),
      };
    },

    /** One batch, and one more per page. Who cannot sign in takes no ticket. User.Read.All, GroupMember.Read.All. */
    async helpers() {
      const ask = { helpers: peopleIn(helpersGroupId), leads: peopleIn(leadsGroupId) };
      const replies = await send(round("helpers"), ask);
      const helpers = certain(read(replies.helpers, ask.helpers, Users));
      const leads = certain(read(replies.leads, ask.leads, Users));
      const byId = new Map([...helpers, ...leads].map((person) => [person.id, person]));
      return [...byId.values()]
        .filter(({ accountEnabled }) => accountEnabled)
        .sort((one, other) => one.displayName.localeCompare(other.displayName));
    },

    /** One batch of one, and one page of the answer. User.Read.All. */
    async search(name, most) {
      const ask = peopleNamed(name, most);
      const { found } = await sendOnce(round("search"), { found: ask });
      return certain(read(found, ask, Users));
    },

    /** A batch for every twenty. User.Read.All. */
    async profiles(people) {
      const ask = eachOf(people.filter(isGuid));
      const replies = await send({ ...round("profiles"), signal: deadline("background") }, ask);
      const found = Object.entries(ask).map(([id, question]) =>
        certain(readOrNull(replies[id as PersonId] ?? UNANSWERED, question, User)),
      );
      return found.filter((person) => person !== null);
    },

    /** A batch for every twenty. DeviceManagementManagedDevices.Read.All. */
    async entraDevices(devices) {
      const ask = eachDevice(devices.filter(isGuid));
      const replies = await send({ ...round("devices"), signal: deadline("background") }, ask);
      const found = Object.entries(ask).flatMap(([id, question]) => {
        const device = certain(readOrNull(replies[id] ?? UNANSWERED, question, ManagedDevice));
        const entraId = device?.entraDeviceId ?? null;
        return entraId === null ? [] : [[deviceId(id), entraId.toLowerCase()] as const];
      });
      return new Map(found);
    },

    /** One batch of one. User.Read.All. */
    async managerOf(person) {
      if (!isGuid(person)) throw new DirectoryUnavailable(NO_ID.unknown.why);
      const ask = theManagerOf(person);
      const { manager } = await send(round("manager"), { manager: ask });
      return certain(readOrNull(manager, ask, User));
    },

    async photo(person) {
      return isGuid(person) ? photoOf(client, person, deadline(), log) : null;
    },
  };
}

function certain<T>(answer: Lookup<T>): T {
  if ("seen" in answer) return answer.seen;
  const { why, missingPermission } = answer.unknown;
  throw new DirectoryUnavailable(why, missingPermission === undefined ? {} : { missingPermission });
}
