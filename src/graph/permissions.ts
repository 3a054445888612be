/**
 * The application permissions that Beckon asks for, least privilege each; the text `permission.NAME` says what fails without it.
 * `docs/permissions.md` is held against this table by a test.
 * Source: microsoft-graph-devx-content permissions/new/permissions.json
 */
export const PERMISSIONS = {
  "User.Read.All": {
    why: "account, profile, licences, manager and groups of a person",
    file: "src/graph/people.ts",
  },
  "GroupMember.Read.All": {
    why: "who is a helper or a lead, and which scope groups hold a person",
    file: "src/graph/groups.ts",
  },
  "DeviceManagementManagedDevices.Read.All": {
    why: "the sharer's devices with compliance, system and last check-in, and a shared device by name or serial number",
    file: "src/graph/devices.ts",
  },
  "DeviceManagementRBAC.Read.All": {
    why: "Intune roles: what a helper may do, and for whom",
    file: "src/graph/roles.ts",
  },
  "Device.Read.All": {
    why: "which scope groups hold a device",
    file: "src/graph/groups.ts",
  },
  "RoleManagement.Read.Directory": {
    why: "Intune and Global Administrators, who may help without an Intune role",
    file: "src/graph/groups.ts",
  },
  "IdentityRiskyUser.Read.All": {
    why: "the sharer's risk in Entra ID Protection, for the check `sharer-risk` (off by default)",
    file: "src/graph/gather-facts.ts",
  },
  "DeviceManagementServiceConfig.Read.All": {
    why: "the tenant's switch for Remote Help, for the check `tenant-remote-help`, and Intune's report of sessions, for `RECONCILE_REMOTE_HELP` (both off by default)",
    file: "src/graph/gather-facts.ts",
  },
  "ProfilePhoto.Read.All": {
    why: "photos beside questions and messages",
    file: "src/graph/people.ts",
  },
  "AppCatalog.Read.All": {
    why: "Beckon's own id in the app catalogue, to install it for people (only with `TEAMS_APP_ID`)",
    file: "src/graph/graph-installer.ts",
  },
  "Group.Read.All": {
    why: "to be told at once who joined or left a group (only with `GRAPH_NOTIFICATIONS_URL`)",
    file: "src/graph/subscriptions.ts",
  },
  "TeamsAppInstallation.ReadWriteSelfForUser.All": {
    why: "installs Beckon, and no other app, for somebody it has to write to (only with `TEAMS_APP_ID`)",
    file: "src/graph/graph-installer.ts",
  },
} as const satisfies Record<string, { why: string; file: string }>;

export type Permission = keyof typeof PERMISSIONS;
