/**
 * The application permissions that Beckon asks for, least privilege each; the text `permission.NAME` says what fails without it.
 * `docs/permissions.md` is held against this table by a test, and `npm run doctor` and `npm run grant` work from it.
 * Source: microsoft-graph-devx-content permissions/new/permissions.json
 */
export const PERMISSIONS = {
  "User.Read.All": {
    why: "account, profile, licences, manager and groups of a person",
    file: "src/graph/people.ts",
    features: ["sessions"],
  },
  "GroupMember.Read.All": {
    why: "who is a helper or a lead, and which scope groups hold a person",
    file: "src/graph/groups.ts",
    features: ["sessions"],
  },
  "DeviceManagementManagedDevices.Read.All": {
    why: "the sharer's devices with compliance, system and last check-in, and a shared device by name or serial number",
    file: "src/graph/devices.ts",
    features: ["sessions"],
  },
  "DeviceManagementRBAC.Read.All": {
    why: "Intune roles: what a helper may do, and for whom",
    file: "src/graph/roles.ts",
    features: ["roles"],
  },
  "Device.Read.All": {
    why: "which scope groups hold a device",
    file: "src/graph/groups.ts",
    features: ["roles"],
  },
  "RoleManagement.Read.Directory": {
    why: "Intune and Global Administrators, who may help without an Intune role",
    file: "src/graph/groups.ts",
    features: ["administrators"],
  },
  "IdentityRiskyUser.Read.All": {
    why: "the sharer's risk in Entra ID Protection, for the check `sharer-risk`",
    file: "src/graph/gather-facts.ts",
    features: ["risk"],
  },
  "DeviceManagementServiceConfig.Read.All": {
    why: "the tenant's switch for Remote Help, for the check `tenant-remote-help`, and Intune's report of sessions",
    file: "src/graph/gather-facts.ts",
    features: ["tenant-switch", "reconciliation"],
  },
  "ProfilePhoto.Read.All": {
    why: "photos beside questions and messages",
    file: "src/graph/people.ts",
    features: ["photos"],
  },
  "AppCatalog.Read.All": {
    why: "Beckon's own id in the app catalogue, to install it for people",
    file: "src/graph/graph-installer.ts",
    features: ["installation"],
  },
  "Group.Read.All": {
    why: "to be told at once who joined or left a group",
    file: "src/graph/subscriptions.ts",
    features: ["notifications"],
  },
  "TeamsAppInstallation.ReadWriteSelfForUser.All": {
    why: "installs Beckon, and no other app, for somebody it has to write to",
    file: "src/graph/graph-installer.ts",
    features: ["installation"],
  },
  "Application.Read.All": {
    why: "the end of the client secrets, to warn 30 days before",
    file: "src/graph/secret-end.ts",
    features: ["secret-end"],
  },
} as const satisfies Record<string, { why: string; file: string; features: readonly Feature[] }>;

export type Permission = keyof typeof PERMISSIONS;

/** What needs permissions, and when it is on. An optional one is a choice of the tenant: Beckon works without. */
export const FEATURES = {
  sessions: { when: "always", optional: false },
  roles: { when: "`helper-permissions` or `helper-scope` is on (the default)", optional: false },
  administrators: { when: "optional: some helpers have no Intune role", optional: true },
  risk: { when: "the check `sharer-risk` is on", optional: false },
  "tenant-switch": { when: "the check `tenant-remote-help` is on", optional: false },
  reconciliation: { when: "`RECONCILE_REMOTE_HELP` is `on`", optional: false },
  photos: { when: "optional: photos on cards", optional: true },
  installation: { when: "`TEAMS_APP_ID` is set", optional: false },
  notifications: { when: "`GRAPH_NOTIFICATIONS_URL` is set", optional: false },
  "secret-end": { when: "optional: a client secret is in use", optional: true },
} as const satisfies Record<string, { when: string; optional: boolean }>;

export type Feature = keyof typeof FEATURES;

const names = Object.keys(PERMISSIONS) as readonly Permission[];

/** The permissions that these features need, in the order of the table. */
export const permissionsFor = (on: ReadonlySet<Feature>): readonly Permission[] =>
  names.filter((name) => featuresOf(name).some((feature) => on.has(feature)));

/** True when Beckon works without it. */
export const isOptional = (name: Permission): boolean =>
  featuresOf(name).every((feature) => FEATURES[feature].optional);

export const isPermission = (name: string): name is Permission => name in PERMISSIONS;

const featuresOf = (name: Permission): readonly Feature[] => PERMISSIONS[name].features;

/** What decides which features are on. */
interface Switches {
  /** What the policy's checks ask, as `sourcesFor` tells. */
  readonly sources: ReadonlySet<string>;
  readonly reconciles: boolean;
  readonly installs: boolean;
  readonly hasNotifications: boolean;
  readonly hasSecret: boolean;
}

export function featuresOn({ sources, reconciles, installs, hasNotifications, hasSecret }: Switches) {
  const judgesRights = sources.has("roles") || sources.has("scopes");
  const on: Readonly<Record<Feature, boolean>> = {
    sessions: true,
    roles: judgesRights,
    administrators: judgesRights,
    risk: sources.has("risk"),
    "tenant-switch": sources.has("tenant"),
    reconciliation: reconciles,
    photos: true,
    installation: installs,
    notifications: hasNotifications,
    "secret-end": hasSecret,
  };
  return new Set((Object.keys(on) as Feature[]).filter((feature) => on[feature]));
}
