import type { SimulatedDevice } from "../company.ts";
import { page, selected } from "./listing.ts";
import { notFound, ok } from "./reply.ts";
import type { Route } from "./routes.ts";
import { groupsHolding } from "./tenant.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const permission = "DeviceManagementManagedDevices.Read.All";

export const DEVICE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/managedDevices$/,
    permission,
    answer: ({ people, devices }, id, call) => {
      if (people.every((person) => person.id !== id)) return notFound(id);
      const own = devices.filter(({ userId }) => userId === id);
      return page(
        own.map((device) => visible(device, call.now)),
        call,
      );
    },
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/managedDevices$/,
    permission,
    answer: ({ devices }, _id, call) =>
      page(
        devices.map((device) => visible(device, call.now)),
        call,
      ),
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/managedDevices\/([^/]+)$/,
    permission,
    answer: ({ devices }, id, call) => {
      const device = devices.find((one) => one.id === id);
      return device === undefined ? notFound(id) : ok(selected(visible(device, call.now), call));
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

const visible = ({ checkedInDaysAgo, ...device }: SimulatedDevice, now: number) => ({
  ...device,
  lastSyncDateTime: new Date(now - checkedInDaysAgo * DAY_MS).toISOString(),
});
