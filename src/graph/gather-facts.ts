import type { z } from "zod";
import type { Source } from "../domain/eligibility/checks.ts";
import type { Facts, Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { isGuid } from "../domain/ticket/guid.ts";
import type { DeviceId, PersonId } from "../domain/ticket/ids.ts";
import type { Round, Send } from "./batch.ts";
import { aDevice, devicesOf, type GraphDevice, ManagedDevice, ManagedDevices } from "./devices.ts";
import { withEnrolment } from "./enrolment.ts";
import type { EntraDeviceIds } from "./entra-device-ids.ts";
import { type GroupNames, withReachNamed } from "./group-names.ts";
import {
  adminRolesOf,
  BypassRoles,
  GroupIds,
  groupsOf,
  groupsOfDevice,
  memberOfThese,
  readDeviceGroups,
} from "./groups.ts";
import type { Helpdesk } from "./helpdesk.ts";
import type { Kept, Wait } from "./kept.ts";
import type { OptionalSources } from "./optional-sources.ts";
import { aPerson, readPerson } from "./people.ts";
import type { Question, Reply } from "./question.ts";
import { map, read, readOrNull, unknown } from "./reading.ts";
import { rightsOf } from "./rights.ts";
import type { RoleAssignment, Roles } from "./roles.ts";

export interface About {
  readonly sharer: PersonId;
  readonly device: DeviceId | null;
  readonly helper: PersonId | null;
}

interface Sources {
  readonly send: Send;
  readonly roles: Roles;
  readonly groupNames: GroupNames;
  readonly entraDeviceIds: EntraDeviceIds;
  readonly enrolment: Kept<DeviceId, string>;
  readonly optional: OptionalSources;
  readonly wanted: () => ReadonlySet<Source>;
  readonly helpdesk: Helpdesk;
}

/**
 * One batch for everything about one ask; two on the first sight of a device, or while the roles are cold. Asks
 * nothing that no check wants.
 */
export async function gatherFacts(
  about: About,
  sources: Sources,
  wait: Wait,
): Promise<Omit<Facts, "gatheredAt">> {
  const { send, roles, entraDeviceIds, groupNames } = sources;
  const round: Round = { call: "facts", version: "v1.0", ...wait };
  const entraId = about.device === null ? null : entraDeviceIds.of(about.device);
  const ask = questionsAbout(about, entraId, sources);
  const judgesRights = ask.helperGroups !== undefined;
  const beside = [judgesRights ? roles.of("tenant", wait) : null, sources.optional(about, wait)] as const;
  const answer = reader(ask, await send(round, ask as Record<Item, Question>)); // it knows what was asked

  const found = theDevice();
  const [device, deviceGroups, assignments, optional] = await Promise.all([
    withKind(found),
    judgesRights ? groupsOfIt(found) : null,
    ...beside,
  ]);
  const helpdesk = answer.ifAsked("helpdesk", GroupIds);
  const helperDevices = answer.ifAsked("helperDevices", ManagedDevices);

  return {
    ...optional,
    ...(helperDevices === null
      ? {}
      : { helperDevices: map(helperDevices, (seen) => seen.map(({ facts }) => facts)) }),
    sharer: answer.person("sharer"),
    device: map(device, (seen) => seen?.facts ?? null),
    helper: about.helper === null ? null : answer.person("helper"),
    helpdesk: helpdesk === null ? null : map(helpdesk, sources.helpdesk.rolesIn),
    rights: assignments === null ? null : await withReachNamed(rights(assignments), groupNames, wait),
  };

  function theDevice(): Found {
    if (ask.device === undefined) return { seen: null };
    const seen = readOrNull(answer.reply("device"), ask.device, ManagedDevice);
    if ("seen" in seen && seen.seen !== null) entraDeviceIds.learn(seen.seen);
    return seen;
  }

  async function withKind(device: Found): Promise<Found> {
    if ("unknown" in device || device.seen === null) return device;
    return { seen: await withEnrolment(device.seen, sources.enrolment, wait) };
  }

  function rights(assigned: Lookup<readonly RoleAssignment[]>) {
    return rightsOf({
      assignments: assigned,
      helperGroups: answer.of("helperGroups", GroupIds),
      sharerGroups: answer.of("sharerGroups", GroupIds),
      deviceGroups,
      bypass: answer.of("adminRoles", BypassRoles),
    });
  }

  async function groupsOfIt(device: Found): Promise<Lookup<readonly string[]> | null> {
    if ("unknown" in device) return device;
    if (device.seen === null) return null;
    const { entraDeviceId } = device.seen;
    if (entraDeviceId === null || !isGuid(entraDeviceId)) return { seen: [] };
    if (entraDeviceId === entraId && ask.deviceGroups !== undefined) {
      return readDeviceGroups(answer.reply("deviceGroups"), ask.deviceGroups);
    }
    const question = groupsOfDevice(entraDeviceId);
    const replies = await send(round, { deviceGroups: question });
    return readDeviceGroups(replies.deviceGroups, question);
  }
}

type Found = Lookup<GraphDevice | null>;

type Item =
  | "sharer"
  | "sharerGroups"
  | "device"
  | "deviceGroups"
  | "helper"
  | "helpdesk"
  | "helperGroups"
  | "helperDevices"
  | "adminRoles";
type Ask = Readonly<Partial<Record<Item, Question>>>;

function questionsAbout(
  { sharer, device, helper }: About,
  entraDeviceId: string | null,
  sources: Sources,
): Ask {
  const { helpdesk } = sources;
  const wanted = sources.wanted();
  const ask: Partial<Record<Item, Question>> = { sharer: aPerson(sharer) };
  if (device !== null) ask.device = aDevice(device);
  if (helper !== null) {
    ask.helper = aPerson(helper);
    if (wanted.has("helpdesk")) ask.helpdesk = memberOfThese(helper, helpdesk.groups);
    if (wanted.has("helper-devices")) ask.helperDevices = devicesOf(helper);
  }
  if (helper !== null && (wanted.has("roles") || wanted.has("scopes"))) {
    ask.helperGroups = groupsOf(helper);
    ask.adminRoles = adminRolesOf(helper);
    ask.sharerGroups = groupsOf(sharer);
    if (entraDeviceId !== null) ask.deviceGroups = groupsOfDevice(entraDeviceId);
  }
  return ask;
}

const NOT_ASKED: Reply = { failed: "not asked" };

function reader(ask: Ask, replies: Readonly<Partial<Record<Item, Reply>>>) {
  const reply = (item: Item): Reply => replies[item] ?? NOT_ASKED;
  return {
    reply,
    person(item: Item): Lookup<PersonFacts> {
      const question = ask[item];
      return question === undefined ? unknown("not asked") : readPerson(reply(item), question);
    },
    of<T>(item: Item, shape: z.ZodType<T>): Lookup<T> {
      const question = ask[item];
      return question === undefined ? unknown("not asked") : read(reply(item), question, shape);
    },
    ifAsked<T>(item: Item, shape: z.ZodType<T>): Lookup<T> | null {
      const question = ask[item];
      return question === undefined ? null : read(reply(item), question, shape);
    },
  };
}
