import type { Source } from "../domain/eligibility/checks.ts";
import type { Permission } from "./permissions.ts";

/** What Graph is asked for each source, and under which permission; `docs/eligibility.md` is held against it. */
export const ASKED_FOR: Readonly<
  Record<Source, { readonly ask: string; readonly permissions: readonly Permission[] }>
> = {
  sharer: { ask: "`/users/{id}`", permissions: ["User.Read.All"] },
  device: {
    ask: "`/deviceManagement/managedDevices/{id}`; for the kind of an Android also on beta",
    permissions: ["DeviceManagementManagedDevices.Read.All"],
  },
  helper: { ask: "`/users/{id}`", permissions: ["User.Read.All"] },
  helpdesk: { ask: "`/users/{id}/checkMemberGroups`", permissions: ["GroupMember.Read.All"] },
  roles: {
    ask: "beta `/deviceManagement/roleDefinitions`, `roleAssignments`; `/users/{id}/getMemberGroups`, `transitiveMemberOf/directoryRole`",
    permissions: ["DeviceManagementRBAC.Read.All", "GroupMember.Read.All", "RoleManagement.Read.Directory"],
  },
  scopes: {
    ask: "as `helper-permissions`; `/devices(deviceId='{id}')/transitiveMemberOf/group`; `/groups/{id}` for the names of a scope that does not hold them",
    permissions: ["DeviceManagementRBAC.Read.All", "GroupMember.Read.All", "Device.Read.All"],
  },
  risk: { ask: "`/identityProtection/riskyUsers/{id}`", permissions: ["IdentityRiskyUser.Read.All"] },
  apps: {
    ask: "beta `/deviceManagement/managedDevices/{id}/detectedApps`",
    permissions: ["DeviceManagementManagedDevices.Read.All"],
  },
  "helper-devices": {
    ask: "`/users/{id}/managedDevices`",
    permissions: ["DeviceManagementManagedDevices.Read.All"],
  },
  tenant: {
    ask: "beta `/deviceManagement/remoteAssistanceSettings`",
    permissions: ["DeviceManagementServiceConfig.Read.All"],
  },
};
