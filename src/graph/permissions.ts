/**
 * The application permissions that Beckon asks for, least privilege each, and what people miss without it.
 * `docs/permissions.md` is held against this table by a test.
 * Source: microsoft-graph-devx-content permissions/new/permissions.json
 */
export const PERMISSIONS = {
  "User.Read.All": {
    why: "account, profile, licences, manager and groups of a person",
    without: "nobody can be checked, so no session is allowed",
    file: "src/graph/people.ts",
  },
  "GroupMember.Read.All": {
    why: "who is a helper or a lead, and which scope groups hold a person",
    without: "nobody counts as a helper, and scopes stay unknown",
    file: "src/graph/groups.ts",
  },
  "DeviceManagementManagedDevices.Read.All": {
    why: "the sharer's devices with compliance, system and last check-in",
    without: "no device can be chosen or checked",
    file: "src/graph/devices.ts",
  },
  "DeviceManagementRBAC.Read.All": {
    why: "Intune roles: what a helper may do, and for whom",
    without: "helper permissions stay unknown, so no session is allowed",
    file: "src/graph/roles.ts",
  },
  "Device.Read.All": {
    why: "which scope groups hold a device",
    without: "scopes made of device groups stay unknown",
    file: "src/graph/groups.ts",
  },
  "RoleManagement.Read.Directory": {
    why: "Intune and Global Administrators, who may help without an Intune role",
    without: "administrators without an Intune role stay unknown",
    file: "src/graph/groups.ts",
  },
  "IdentityRiskyUser.Read.All": {
    why: "the sharer's risk in Entra ID Protection, for the check `sharer-risk` (off by default)",
    without: "that check stays unknown",
    file: "src/graph/optional-sources.ts",
  },
  "DeviceManagementServiceConfig.Read.All": {
    why: "the tenant's switch for Remote Help, for the check `tenant-remote-help`, and Intune's report of sessions, for `RECONCILE_REMOTE_HELP` (both off by default)",
    without: "that check stays unknown, and nothing is reconciled",
    file: "src/graph/optional-sources.ts",
  },
  "ProfilePhoto.Read.All": {
    why: "the helper's photo on the consent card",
    without: "cards show no photo",
    file: "src/graph/people.ts",
  },
  "AppCatalog.Read.All": {
    why: "Beckon's own id in the app catalogue, to install it for people (only with `TEAMS_APP_ID`)",
    without: "Beckon cannot write to people who have not installed it",
    file: "src/graph/graph-installer.ts",
  },
  "Group.Read.All": {
    why: "to be told at once who joined or left a group (only with `GRAPH_NOTIFICATIONS_URL`)",
    without: "a change of groups is noticed only by the next regular check of a running session",
    file: "src/graph/subscriptions.ts",
  },
  "TeamsAppInstallation.ReadWriteSelfForUser.All": {
    why: "installs Beckon, and no other app, for somebody it has to write to (only with `TEAMS_APP_ID`)",
    without: "Beckon cannot write to people who have not installed it",
    file: "src/graph/graph-installer.ts",
  },
} as const satisfies Record<string, { why: string; without: string; file: string }>;

export type Permission = keyof typeof PERMISSIONS;
