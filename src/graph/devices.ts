import { z } from "zod";
import type { DeviceFacts } from "../domain/eligibility/facts.ts";
import type { Platform } from "../domain/ticket/device.ts";
import { type DeviceId, deviceId, type PersonId, personId } from "../domain/ticket/ids.ts";
import { path, type Question, select } from "./question.ts";

const FIELDS = select(
  "id",
  "userId",
  "azureADDeviceId",
  "deviceName",
  "manufacturer",
  "model",
  "operatingSystem",
  "osVersion",
  "complianceState",
  "managementState",
  "deviceRegistrationState",
  "deviceEnrollmentType",
  "managedDeviceOwnerType",
  "lastSyncDateTime",
  "jailBroken",
  "isEncrypted",
  "partnerReportedThreatState",
);

/** Source: learn.microsoft.com/graph/api/intune-devices-manageddevice-get; 404 once it was retired. */
export const aDevice = (device: DeviceId): Question => ({
  url: `${path`/deviceManagement/managedDevices/${device}`}?${FIELDS}`,
  permission: "DeviceManagementManagedDevices.Read.All",
});

export const eachDevice = (devices: readonly DeviceId[]): Record<string, Question> =>
  Object.fromEntries(devices.map((device) => [device, aDevice(device)]));

/** Those whose primary user the person is. Source: learn.microsoft.com/graph/api/intune-devices-manageddevice-list */
export const devicesOf = (person: PersonId): Question => ({
  url: `${path`/users/${person}/managedDevices`}?${FIELDS}`,
  permission: "DeviceManagementManagedDevices.Read.All",
});

export interface GraphDevice {
  readonly facts: DeviceFacts;
  /** Entra's id of the same device, under which groups hold it; null when it is not in Entra. */
  readonly entraDeviceId: string | null;
}

/** Intune fills what it does not know with zeros or with the year 1. */
const NO_ID = "00000000-0000-0000-0000-000000000000";
const NEVER = "0001-01-01";

/** An enumeration or a word of Graph, open: what is empty or missing is `unknown`. */
export const text = z
  .string()
  .nullish()
  .transform((seen) => (seen === null || seen === undefined || seen === "" ? "unknown" : seen));

/** Cards say it in sentences of their own; real ones are half as long. */
const MOST_VERSION = 40;

export const ManagedDevice: z.ZodType<GraphDevice> = z
  .object({
    id: z.string(),
    userId: z.string().nullish(),
    azureADDeviceId: z.string().nullish(),
    deviceName: text,
    manufacturer: text,
    model: text,
    operatingSystem: text,
    osVersion: text,
    complianceState: text,
    managementState: text,
    deviceRegistrationState: text,
    deviceEnrollmentType: text,
    managedDeviceOwnerType: text,
    lastSyncDateTime: z.string().nullish(),
    jailBroken: text,
    isEncrypted: z.boolean().nullish(),
    partnerReportedThreatState: text,
  })
  .transform((device) => ({
    entraDeviceId: given(device.azureADDeviceId),
    facts: {
      id: deviceId(device.id),
      name: device.deviceName,
      manufacturer: device.manufacturer,
      model: device.model,
      platform: platformOf(device.operatingSystem),
      osVersion: device.osVersion.slice(0, MOST_VERSION),
      primaryUser: given(device.userId) === null ? null : personId(device.userId ?? ""),
      complianceState: device.complianceState,
      managementState: device.managementState,
      registrationState: device.deviceRegistrationState,
      enrollmentType: device.deviceEnrollmentType,
      ownerType: device.managedDeviceOwnerType,
      lastSyncAt: momentOf(device.lastSyncDateTime),
      jailBroken: device.jailBroken,
      isEncrypted: device.isEncrypted ?? null,
      threatState: device.partnerReportedThreatState,
    },
  }));

export const ManagedDevices = z.object({ value: z.array(ManagedDevice) }).transform(({ value }) => value);

const given = (id: string | null | undefined) => (id === NO_ID || id === "" ? null : (id ?? null));

function momentOf(date: string | null | undefined): number | null {
  if (date === null || date === undefined || date.startsWith(NEVER)) return null;
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
