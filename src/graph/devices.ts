import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { DeviceFacts, Lookup, Unknown } from "../domain/eligibility/facts.ts";
import type { Platform } from "../domain/ticket/device.ts";
import { type DeviceId, deviceId, isGuid, type PersonId, personId } from "../domain/ticket/ids.ts";
import { type Cached, cached, type Wait } from "./cached.ts";
import type { GraphConnection } from "./connection.ts";
import { guid, listOf, one, optionalText, path, type Question, type Row, select } from "./question.ts";

const permission = "DeviceManagementManagedDevices.Read.All";

export interface GraphDevice {
  readonly facts: DeviceFacts;
  /** Entra's id of the same device, under which groups hold it; null when it is not in Entra. */
  readonly entraDeviceId: string | null;
}

/** Intune fills what it does not know with zeros or with the year 1. */
const NO_ID = "00000000-0000-0000-0000-000000000000";
const NEVER = "0001-01-01";

/** An enumeration or a word of Graph, open: what is empty or missing is `unknown`. */
const word = optionalText.transform((seen) => seen || "unknown");

/** Cards say it in sentences of their own; real ones are half as long. */
const MOST_VERSION = 40;

const DEVICE = {
  id: guid,
  userId: optionalText,
  azureADDeviceId: optionalText,
  deviceName: word,
  manufacturer: word,
  model: word,
  operatingSystem: word,
  osVersion: word,
  complianceState: word,
  managementState: word,
  deviceRegistrationState: word,
  deviceEnrollmentType: word,
  managedDeviceOwnerType: word,
  lastSyncDateTime: optionalText,
  jailBroken: word,
  isEncrypted: z.boolean().nullish(),
  partnerReportedThreatState: word,
};
const FIELDS = select(...Object.keys(DEVICE));

const deviceFrom = (row: Row<typeof DEVICE>): GraphDevice => ({
  entraDeviceId: idIn(row.azureADDeviceId),
  facts: {
    id: deviceId(row.id),
    name: row.deviceName ?? "unknown",
    manufacturer: row.manufacturer ?? "unknown",
    model: row.model ?? "unknown",
    platform: platformOf(row.operatingSystem ?? "unknown"),
    operatingSystem: row.operatingSystem ?? "unknown",
    osVersion: (row.osVersion ?? "unknown").slice(0, MOST_VERSION),
    primaryUser: asPerson(idIn(row.userId)),
    complianceState: row.complianceState ?? "unknown",
    managementState: row.managementState ?? "unknown",
    registrationState: row.deviceRegistrationState ?? "unknown",
    enrollmentType: row.deviceEnrollmentType ?? "unknown",
    ownerType: row.managedDeviceOwnerType ?? "unknown",
    lastSyncAt: momentOf(row.lastSyncDateTime),
    jailBroken: row.jailBroken ?? "unknown",
    isEncrypted: row.isEncrypted ?? null,
    threatState: row.partnerReportedThreatState ?? "unknown",
  },
});
const aDeviceIn = one(DEVICE, deviceFrom);

const idIn = (id: string | null | undefined): string | null =>
  id == null || id === "" || id === NO_ID ? null : id.toLowerCase();
const asPerson = (id: string | null): PersonId | null => (id === null ? null : personId(id));

function momentOf(date: string | null | undefined): number | null {
  if (date == null || date.startsWith(NEVER)) return null;
  const moment = Date.parse(date);
  return Number.isNaN(moment) ? null : moment;
}

/** Free text in Intune: `Windows`, `macOS`, `iOS`, `iPadOS`, `Android`, `AndroidEnterprise`, `Linux`… */
function platformOf(operatingSystem: string): Platform {
  const name = operatingSystem.toLowerCase();
  if (name === "windows") return "windows";
  if (name === "macos" || name === "mac os x") return "macos";
  if (name === "ios" || name === "ipados") return "ios";
  if (name.startsWith("android")) return "android";
  return name.startsWith("linux") ? "linux" : "other";
}

/** Source: learn.microsoft.com/graph/api/intune-devices-manageddevice-get; 404 once it was retired. */
export const aDevice = (device: DeviceId): Question<GraphDevice | null> => ({
  url: `${path`/deviceManagement/managedDevices/${device}`}?${FIELDS}`,
  permission,
  absent: null,
  read: aDeviceIn,
});

/** Those that a person uses or enrolled. Source: learn.microsoft.com/graph/api/intune-devices-manageddevice-list */
export const devicesOf = (person: PersonId): Question<readonly GraphDevice[]> => ({
  url: `${path`/users/${person}/managedDevices`}?${FIELDS}`,
  permission,
  absent: [],
  read: listOf(DEVICE, deviceFrom),
});

/** Some devices of the fleet, one page of at most 1,000. */
export const sampleOfDevices = (most: number): Question<readonly GraphDevice[]> => ({
  url: `/deviceManagement/managedDevices?${FIELDS}&$top=${most}`,
  permission,
  onePage: true,
  read: listOf(DEVICE, deviceFrom),
});

/**
 * One page is enough: a name that more devices have names none of them.
 * Source: learn.microsoft.com/graph/api/intune-devices-manageddevice-list, `$filter`; a quote inside is doubled.
 */
export const devicesWith = (
  field: "deviceName" | "serialNumber",
  value: string,
): Question<readonly GraphDevice[]> => ({
  url: `/deviceManagement/managedDevices?$filter=${encodeURIComponent(`${field} eq '${value.replaceAll("'", "''")}'`)}&${FIELDS}`,
  permission,
  absent: [],
  onePage: true,
  read: listOf(DEVICE, deviceFrom),
});

/**
 * Who uses a device, as the portal tells it. `userId` of the device itself may go on naming the one who enrolled it.
 * Source: learn.microsoft.com/graph/api/resources/intune-devices-manageddevice, relationship `users`;
 * msgraph-beta-sdk-dotnet 871, msgraph-sdk-dotnet 1995
 */
export const primaryUserOf = (device: DeviceId): Question<PersonId | null> => ({
  url: `${path`/deviceManagement/managedDevices/${device}/users`}?${select("id")}`,
  permission,
  absent: null,
  read: (body, oddities) => listOf({ id: guid }, ({ id }) => personId(id))(body, oddities)[0] ?? null,
});

/** Unknown when Graph names no primary user: the one who enrolled a device must not answer for whose screen it shows. */
export const withPrimaryUser = (device: GraphDevice, answer: Lookup<PersonId | null>): GraphDevice => {
  const primaryUser: PersonId | null | Unknown = "seen" in answer ? answer.seen : answer.unknown;
  return { ...device, facts: { ...device.facts, primaryUser } };
};

/** Fills in who uses each device. */
export type WithPrimaryUsers = (
  devices: readonly GraphDevice[],
  wait: Wait,
) => Promise<readonly GraphDevice[]>;

const USER_KEPT_MS = 10 * 60 * 1000;
const MAX_REMEMBERED = 10_000;

/**
 * For lists of devices to choose from, in one batch for every twenty; kept for ten minutes, because an ask about one
 * device asks again. A device of which it could not be had is unknown, and the others stay.
 */
export function createPrimaryUsers({ ask, clock }: GraphConnection): WithPrimaryUsers {
  const users = new LRUCache<DeviceId, { readonly at: number; readonly answer: Lookup<PersonId | null> }>({
    max: MAX_REMEMBERED,
  });
  const fresh = (device: DeviceId) => {
    const known = users.get(device);
    return known !== undefined && clock.now() < known.at + USER_KEPT_MS ? known.answer : undefined;
  };
  return async (devices, wait) => {
    const ids = devices.map(({ facts }) => facts.id).filter(isGuid);
    const questions = ids
      .filter((id) => fresh(id) === undefined)
      .map((id) => [id, primaryUserOf(id)] as const);
    const { signal, retryPolicy } = wait;
    const round = { call: "primary-users", version: "v1.0", signal, retryPolicy } as const;
    const answers = await ask(round, Object.fromEntries(questions));
    for (const [id, answer] of Object.entries(answers))
      if ("seen" in answer) users.set(deviceId(id), { at: clock.now(), answer });
    return devices.map((device) => {
      const { id } = device.facts;
      return withPrimaryUser(device, answers[id] ?? fresh(id) ?? { seen: null });
    });
  };
}

/** Beta, because v1.0 has no words for Android: learn.microsoft.com/graph/api/resources/intune-devices-deviceenrollmenttype */
const enrolmentOf = (device: DeviceId): Question<string> => ({
  url: `${path`/deviceManagement/managedDevices/${device}`}?${select("id", "deviceEnrollmentType")}`,
  permission,
  read: one({ id: guid, deviceEnrollmentType: word }, (row) => row.deviceEnrollmentType ?? "unknown"),
});

/** It does not change while the enrolment lasts. */
const ENROLMENT_KEPT_MS = 60 * 60 * 1000;

export function createEnrolment({ ask, clock }: GraphConnection): Cached<DeviceId, string> {
  return cached({
    clock,
    keepMs: ENROLMENT_KEPT_MS,
    async load(device, wait) {
      const round = { call: "enrolment", version: "beta", ...wait } as const;
      return (await ask(round, { enrolment: enrolmentOf(device) })).enrolment;
    },
  });
}

const WORDLESS: readonly string[] = ["unknown", "unknownFutureValue"];

/** The kind of an Android, one more round trip the first time. What beta cannot tell either stays unknown. */
export async function withEnrolment(
  device: GraphDevice,
  enrolment: Cached<DeviceId, string>,
  wait: Wait,
): Promise<GraphDevice> {
  const { platform, enrollmentType, id } = device.facts;
  if (platform !== "android" || !WORDLESS.includes(enrollmentType)) return device;
  const answer = await enrolment.of(id, wait);
  return "seen" in answer ? { ...device, facts: { ...device.facts, enrollmentType: answer.seen } } : device;
}
