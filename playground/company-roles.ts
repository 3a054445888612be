import {
  ELEVATION,
  OFFER_REMOTE_ASSISTANCE,
  READ_CONNECTORS,
  TAKE_FULL_CONTROL,
  VIEW_SCREEN,
} from "../src/domain/eligibility/helper-checks.ts";
import { GROUP_IDS, PEOPLE_IDS } from "./company.ts";
import { DEVICES } from "./company-devices.ts";

/** Members are people, devices (by Entra id) or other groups: Graph answers for the nested ones too. */
export interface SimulatedGroup {
  id: string;
  displayName: string;
  members: string[];
}

export interface SimulatedRole {
  id: string;
  displayName: string;
  isBuiltIn: boolean;
  allowedResourceActions: string[];
  notAllowedResourceActions?: string[];
}

export interface SimulatedAssignment {
  id: string;
  displayName: string;
  roleDefinition: string;
  members: string[];
  resourceScopes: string[];
  scopeType: string;
}

const inBerlin = DEVICES.filter(({ deviceName }) => deviceName.startsWith("HAL-SALES"));

export const GROUPS: readonly SimulatedGroup[] = [
  {
    id: GROUP_IDS.helpers,
    displayName: "IT Helpdesk",
    members: [PEOPLE_IDS.hana, PEOPLE_IDS.hugo, PEOPLE_IDS.hedda, PEOPLE_IDS.lena],
  },
  { id: GROUP_IDS.leads, displayName: "IT Helpdesk leads", members: [PEOPLE_IDS.lena] },
  {
    id: GROUP_IDS.helpDeskOperators,
    displayName: "Intune help desk operators",
    members: [PEOPLE_IDS.hana, GROUP_IDS.leads],
  },
  {
    id: GROUP_IDS.remoteHelpViewers,
    displayName: "Remote Help viewers",
    members: [PEOPLE_IDS.hugo],
  },
  {
    id: GROUP_IDS.salesPeople,
    displayName: "Sales people",
    members: [PEOPLE_IDS.sam, PEOPLE_IDS.paul, PEOPLE_IDS.uma, PEOPLE_IDS.otto, PEOPLE_IDS.jaro],
  },
  {
    id: GROUP_IDS.berlinLaptops,
    displayName: "Berlin laptops",
    members: inBerlin.map(({ azureADDeviceId }) => azureADDeviceId),
  },
];

/** The built-in role has the same id in every tenant. Source: memdocs ref-built-in-roles.md */
export const ROLES: readonly SimulatedRole[] = [
  {
    id: "9e0cc482-82df-4ab2-a24c-0c23a3f52e1e",
    displayName: "Help Desk Operator",
    isBuiltIn: true,
    allowedResourceActions: [
      VIEW_SCREEN,
      TAKE_FULL_CONTROL,
      ELEVATION,
      OFFER_REMOTE_ASSISTANCE,
      READ_CONNECTORS,
      "Microsoft.Intune_Organization_Read",
      "Microsoft.Intune_ManagedDevices_Read",
    ],
  },
  {
    id: "b1000000-0000-4000-8000-000000000001",
    displayName: "Remote Help Viewer",
    isBuiltIn: false,
    allowedResourceActions: [VIEW_SCREEN, OFFER_REMOTE_ASSISTANCE, READ_CONNECTORS],
  },
  {
    id: "c1d9fcbb-cba5-40b0-bf6b-527006585f4b",
    displayName: "Application Manager",
    isBuiltIn: true,
    allowedResourceActions: ["Microsoft.Intune_MobileApps_Read"],
  },
];

export const ASSIGNMENTS: readonly SimulatedAssignment[] = [
  {
    id: "f1000000-0000-4000-8000-000000000001",
    displayName: "Service desk, everybody",
    roleDefinition: "9e0cc482-82df-4ab2-a24c-0c23a3f52e1e",
    members: [GROUP_IDS.helpDeskOperators],
    resourceScopes: [],
    scopeType: "allDevicesAndLicensedUsers",
  },
  {
    id: "f1000000-0000-4000-8000-000000000002",
    displayName: "Trainees, Sales only",
    roleDefinition: "b1000000-0000-4000-8000-000000000001",
    members: [GROUP_IDS.remoteHelpViewers],
    resourceScopes: [GROUP_IDS.salesPeople, GROUP_IDS.berlinLaptops],
    scopeType: "resourceScope",
  },
  {
    id: "f1000000-0000-4000-8000-000000000003",
    displayName: "App packaging",
    roleDefinition: "c1d9fcbb-cba5-40b0-bf6b-527006585f4b",
    members: [GROUP_IDS.helpers],
    resourceScopes: [],
    scopeType: "allDevices",
  },
];
