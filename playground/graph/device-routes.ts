import type { SimulatedDevice } from "../company-devices.ts";
import { page, selected } from "./listing.ts";
import { badRequest, notFound, ok } from "./reply.ts";
import type { Call, Route } from "./route.ts";
import { groupsHolding } from "./tenant.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const FILTER = /^(?<field>deviceName|serialNumber) eq '(?<value>(?:[^']|'')*)'$/;

const permission = "DeviceManagementManagedDevices.Read.All";

export const DEVICE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/managedDevices$/,
    permission,
    answer: ({ people, devices }, id, call) => {
      if (people.every((person) => person.id !== id)) return notFound(id);
      const own = devices.filter(({ userId, enrolledBy = userId }) => userId === id || enrolledBy === id);
      return page(
        own.map((device) => visible(device, call)),
        call,
      );
    },
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/managedDevices$/,
    permission,
    answer: ({ devices }, _id, call) => {
      const wanted = call.query.get("$filter");
      const { field, value } = FILTER.exec(wanted ?? "")?.groups ?? {};
      if (wanted !== null && field === undefined) return badRequest("Unsupported filter clause.");
      const named = value?.replaceAll("''", "'").toLowerCase();
      const found = devices.filter(
        (device) => wanted === null || device[field as "deviceName"].toLowerCase() === named,
      );
      return page(
        found.map((device) => visible(device, call)),
        call,
      );
    },
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/managedDevices\/([^/]+)$/,
    permission,
    answer: ({ devices }, id, call) => {
      const device = devices.find((one) => one.id === id);
      return device === undefined ? notFound(id) : ok(selected(visible(device, call), call));
    },
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/managedDevices\/([^/]+)\/users$/,
    permission,
    answer: ({ devices }, id, call) => {
      const device = devices.find((one) => one.id === id);
      if (device === undefined) return notFound(id);
      return page(device.userId === "" ? [] : [{ id: device.userId }], call);
    },
  },
  {
    method: "GET",
    path: /^\/devices\(deviceId='([^']+)'\)\/transitiveMemberOf\/microsoft\.graph\.group$/,
    permission: "Device.Read.All",
    answer: (tenant, id, call) => {
      if (tenant.devices.every(({ azureADDeviceId }) => azureADDeviceId !== id)) return notFound(id);
      return page(
        groupsHolding(tenant, id).map((group) => ({ id: group })),
        call,
      );
    },
  },
];

function visible(device: SimulatedDevice, { now, version }: Call) {
  const { checkedInDaysAgo, betaEnrollmentType, enrolledBy, ...row } = device;
  const onBeta = version === "beta" && betaEnrollmentType !== null;
  return {
    ...row,
    userId: enrolledBy ?? row.userId,
    deviceEnrollmentType: onBeta ? betaEnrollmentType : row.deviceEnrollmentType,
    lastSyncDateTime: new Date(now - checkedInDaysAgo * DAY_MS).toISOString(),
  };
}
