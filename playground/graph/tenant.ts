import { PEOPLE, type SimulatedPerson } from "../company.ts";
import { DEVICES, type SimulatedDevice } from "../company-devices.ts";
import { REMOTE_HELP, type SimulatedRemoteHelp } from "../company-remote-help.ts";
import {
  ASSIGNMENTS,
  GROUPS,
  ROLES,
  type SimulatedAssignment,
  type SimulatedGroup,
  type SimulatedRole,
} from "../company-roles.ts";
import type { Subscription } from "./subscription.ts";

/** The company as it is now. A console or a test may change it while everything runs. */
export interface Tenant {
  people: SimulatedPerson[];
  devices: SimulatedDevice[];
  groups: SimulatedGroup[];
  roles: SimulatedRole[];
  assignments: SimulatedAssignment[];
  remoteHelp: SimulatedRemoteHelp;
  /** The organisation's own apps. */
  catalogue: { id: string; externalId: string; displayName: string }[];
  installations: Installation[];
  /** App registrations, with what they sign in with. */
  applications: SimulatedApplication[];
  /** App roles that enterprise applications hold. */
  roleAssignments: { principalId: string; resourceId: string; appRoleId: string }[];
  sessionReport: SimulatedReport;
  subscriptions: Subscription[];
}

export interface SimulatedApplication {
  id: string;
  appId: string;
  passwordCredentials: { hint: string; endDateTime: string }[];
  keyCredentials: { endDateTime: string }[];
}

/** An app in somebody's personal scope. */
export interface Installation {
  readonly id: string;
  readonly person: string;
  readonly app: string;
}

/** The id in the simulated app's manifest, as the Toolkit would set it. */
export const SIMULATED_APP_ID = "f0000000-0000-4000-8000-000000000001";

/** Intune's report of Remote Help sessions: rows to be edited, and the form of its answer. */
export interface SimulatedReport {
  form: "table" | "base64";
  columns: string[];
  rows: string[][];
}

export const freshTenant = (): Tenant =>
  structuredClone({
    people: [...PEOPLE],
    devices: [...DEVICES],
    groups: [...GROUPS],
    roles: [...ROLES],
    assignments: [...ASSIGNMENTS],
    remoteHelp: REMOTE_HELP,
    catalogue: [
      { id: "e0000000-0000-4000-8000-000000000001", externalId: SIMULATED_APP_ID, displayName: "Beckon" },
    ],
    installations: [],
    applications: [],
    roleAssignments: [],
    sessionReport: {
      form: "table",
      columns: ["SessionId", "HelperEmail", "SharerEmail", "Sessionstart", "Sessionend", "SharerDeviceAadId"],
      rows: [],
    },
    subscriptions: [],
  });

/** Ids of the groups that hold this person, device or group, nested ones included. */
export function groupsHolding({ groups }: Tenant, member: string): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    for (const group of groups) {
      if (!group.members.includes(id) || found.has(group.id)) continue;
      found.add(group.id);
      visit(group.id);
    }
  };
  visit(member);
  return [...found];
}
