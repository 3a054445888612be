import type { z } from "zod";
import type { Answer, Facts, PersonFacts } from "../eligibility/facts.ts";
import type { DeviceId, PersonId } from "../ticket/ids.ts";
import type { Round, Send } from "./batch.ts";
import { aDevice, type GraphDevice, ManagedDevice } from "./devices.ts";
import type { EntraDeviceIds } from "./entra-device-ids.ts";
import { adminRolesOf, BypassRoles, GroupIds, groupsOf, groupsOfDevice, readDeviceGroups } from "./groups.ts";
import { isGuid } from "./guid.ts";
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
  readonly entraDeviceIds: EntraDeviceIds;
  readonly signal: AbortSignal;
}

/** One batch for everything about one ask; two on the first sight of a device, or while the roles are cold. */
export async function gatherFacts(about: About, sources: Sources): Promise<Omit<Facts, "gatheredAt">> {
  const { send, roles, entraDeviceIds, signal } = sources;
  const round: Round = { call: "facts", version: "v1.0", signal };
  const entraId = about.device === null ? null : entraDeviceIds.of(about.device);
  const ask = questionsAbout(about, entraId);
  const [replies, assignments] = await Promise.all([
    send(round, ask),
    about.helper === null ? null : roles.assignments(signal),
  ]);
  const answer = reader(ask, replies);

  const device: Answer<GraphDevice | null> = answer.orNull("device", ManagedDevice) ?? { seen: null };
  if ("seen" in device && device.seen !== null) entraDeviceIds.learn(device.seen);

  return {
    sharer: answer.person("sharer"),
    device: map(device, (seen) => seen?.facts ?? null),
    helper: about.helper === null ? null : answer.person("helper"),
    rights: assignments === null ? null : await rights(assignments),
  };

  async function rights(assigned: Answer<readonly RoleAssignment[]>) {
    return rightsOf({
      assignments: assigned,
      helperGroups: answer.of("helperGroups", GroupIds),
      sharerGroups: answer.of("sharerGroups", GroupIds),
      deviceGroups: await deviceGroups(),
      bypass: answer.of("adminRoles", BypassRoles),
    });
  }

  async function deviceGroups(): Promise<Answer<readonly string[]> | null> {
    if ("unknown" in device) return device;
    if (device.seen === null) return null;
    const { entraDeviceId } = device.seen;
    if (entraDeviceId === null || !isGuid(entraDeviceId)) return { seen: [] };
    if (entraDeviceId === entraId) return readDeviceGroups(answer.reply("deviceGroups"), ask.deviceGroups);
    const question = groupsOfDevice(entraDeviceId);
    const { deviceGroups } = await send(round, { deviceGroups: question });
    return readDeviceGroups(deviceGroups, question);
  }
}

type Item = "sharer" | "sharerGroups" | "device" | "deviceGroups" | "helper" | "helperGroups" | "adminRoles";
type Ask = Readonly<Partial<Record<Item, Question>>>;

function questionsAbout({ sharer, device, helper }: About, entraDeviceId: string | null) {
  const ask: Partial<Record<Item, Question>> = { sharer: aPerson(sharer) };
  if (device !== null) ask.device = aDevice(device);
  if (helper !== null) {
    ask.helper = aPerson(helper);
    ask.helperGroups = groupsOf(helper);
    ask.adminRoles = adminRolesOf(helper);
    ask.sharerGroups = groupsOf(sharer);
    if (entraDeviceId !== null) ask.deviceGroups = groupsOfDevice(entraDeviceId);
  }
  return ask as Record<Item, Question>;
}

const NOT_ASKED: Reply = { failed: "not asked" };

function reader(ask: Ask, replies: Readonly<Partial<Record<Item, Reply>>>) {
  const reply = (item: Item): Reply => replies[item] ?? NOT_ASKED;
  return {
    reply,
    person(item: Item): Answer<PersonFacts> {
      const question = ask[item];
      return question === undefined ? unknown("not asked") : readPerson(reply(item), question);
    },
    of<T>(item: Item, shape: z.ZodType<T>): Answer<T> {
      const question = ask[item];
      return question === undefined ? unknown("not asked") : read(reply(item), question, shape);
    },
    /** @returns null when it was not asked at all. */
    orNull<T>(item: Item, shape: z.ZodType<T>): Answer<T | null> | null {
      const question = ask[item];
      return question === undefined ? null : readOrNull(reply(item), question, shape);
    },
  };
}
