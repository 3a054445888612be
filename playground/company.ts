import { REMOTE_HELP_PLAN } from "../src/domain/eligibility/policy.ts";

/**
 * Halden GmbH, a small company in which everything that can stand in the way of a session happens to somebody.
 * Ids are the same on every start, so that tests, cards and bookmarks can rely on them.
 */
const idIn = (family: string) => (number: number) =>
  `${family}-0000-4000-8000-${String(number).padStart(12, "0")}`;
const personGuid = idIn("a1000000");
const deviceGuid = idIn("d1000000");
const groupGuid = idIn("c1000000");

export const TENANT_ID = "7e000000-0000-4000-8000-000000000001";
export const DOMAIN = "halden.example";

/** The main cast first; each of the others has one reason to be refused. */
export const PEOPLE_IDS = {
  sam: personGuid(1),
  hana: personGuid(2),
  hugo: personGuid(3),
  lena: personGuid(4),
  mia: personGuid(5),
  paul: personGuid(6),
  uma: personGuid(7),
  nico: personGuid(8),
  ulla: personGuid(9),
  gus: personGuid(10),
  dora: personGuid(11),
  otto: personGuid(12),
  stan: personGuid(13),
  jaro: personGuid(14),
  hedda: personGuid(15),
  nadia: personGuid(16),
  rita: personGuid(17),
} as const;
export type PersonKey = keyof typeof PEOPLE_IDS;

export const DEVICE_IDS = {
  samLaptop: deviceGuid(1),
  samPhone: deviceGuid(2),
  hanaLaptop: deviceGuid(3),
  nicoLaptop: deviceGuid(4),
  ullaLaptop: deviceGuid(5),
  ottoOldMac: deviceGuid(6),
  ottoMac: deviceGuid(7),
  stanLaptop: deviceGuid(8),
  jaroPhone: deviceGuid(9),
  umaLaptop: deviceGuid(10),
  gusLaptop: deviceGuid(11),
  doraLaptop: deviceGuid(12),
  paulMac: deviceGuid(13),
  hugoLaptop: deviceGuid(14),
  warehouseScanner: deviceGuid(15),
  heddaLaptop: deviceGuid(16),
  ritaLaptop: deviceGuid(17),
} as const;
export type DeviceKey = keyof typeof DEVICE_IDS;

export const GROUP_IDS = {
  helpers: groupGuid(1),
  leads: groupGuid(2),
  helpDeskOperators: groupGuid(3),
  remoteHelpViewers: groupGuid(4),
  salesPeople: groupGuid(5),
  berlinLaptops: groupGuid(6),
} as const;
export type GroupKey = keyof typeof GROUP_IDS;

/** A person as Graph returns them; `manager`, `photo` and `risk` have endpoints of their own. */
export interface SimulatedPerson {
  id: string;
  displayName: string;
  userPrincipalName: string;
  mail: string;
  jobTitle: string | null;
  department: string | null;
  accountEnabled: boolean;
  /** Null for accounts that are older than the field. */
  userType: string | null;
  assignedPlans: { servicePlanId: string; capabilityStatus: string; service: string }[];
  manager: string | null;
  photo: boolean;
  /** Template ids of Entra directory roles. */
  directoryRoles: string[];
  /** From Entra ID Protection; null for a person who was never at risk. */
  risk: { riskLevel: string; riskState: string } | null;
}

export const LICENSED = [{ servicePlanId: REMOTE_HELP_PLAN, capabilityStatus: "Enabled", service: "SCO" }];
export const INTUNE_ADMINISTRATOR = "3a2c62db-5318-420d-8d74-23affee5d9d5";

function person(key: PersonKey, displayName: string, jobTitle: string, more: Partial<SimulatedPerson> = {}) {
  const userPrincipalName = `${key}@${DOMAIN}`;
  const person: SimulatedPerson = {
    id: PEOPLE_IDS[key],
    displayName,
    userPrincipalName,
    mail: userPrincipalName,
    jobTitle,
    department: null,
    accountEnabled: true,
    userType: "Member",
    assignedPlans: LICENSED,
    manager: PEOPLE_IDS.paul,
    photo: false,
    directoryRoles: [],
    risk: null,
    ...more,
  };
  return person;
}

const inIt = { department: "IT", manager: PEOPLE_IDS.mia };
const inSales = { department: "Sales", manager: PEOPLE_IDS.paul };
const inFinance = { department: "Finance", manager: PEOPLE_IDS.mia };

export const PEOPLE: readonly SimulatedPerson[] = [
  person("sam", "Sam Sharma", "Account Executive", { ...inSales, photo: true }),
  person("hana", "Hana Weber", "Service Desk Analyst", { ...inIt, photo: true }),
  person("hugo", "Hugo Martin", "Service Desk Trainee", { ...inIt, photo: true }),
  person("lena", "Lena Novak", "Service Desk Lead", { ...inIt, photo: true }),
  person("mia", "Mia Keller", "Head of IT Services", {
    ...inIt,
    manager: PEOPLE_IDS.paul,
    directoryRoles: [INTUNE_ADMINISTRATOR],
  }),
  person("paul", "Paul Braun", "Head of Sales", { ...inSales, manager: null }),
  person("uma", "Uma Rossi", "Sales Assistant: has no licence", { ...inSales, assignedPlans: [] }),
  person("nico", "Nico Vidal", "Accountant: laptop is not compliant", inFinance),
  person("ulla", "Ulla Berg", "Controller: laptop is not managed", inFinance),
  person("gus", "Gus Romero", "Consultant: is a guest", {
    userType: "Guest",
    userPrincipalName: `gus_partner.example#EXT#@${DOMAIN}`,
    mail: "gus@partner.example",
    department: "Sales",
    manager: null,
  }),
  person("dora", "Dora Fischer", "Left in March: account is disabled", { ...inSales, accountEnabled: false }),
  person("otto", "Otto Maier", "Designer: has old Macs", inSales),
  person("stan", "Stan Kowalski", "Auditor: laptop was away for two months", inFinance),
  person("jaro", "Jaro Dvorak", "Field Engineer: phone is rooted", inSales),
  person("hedda", "Hedda Lang", "Service Desk Analyst: has no Intune role yet", inIt),
  person("nadia", "Nadia Haddad", "Intern: has no device yet", inFinance),
  person("rita", "Rita Sommer", "Buyer: account is at high risk", {
    ...inFinance,
    risk: { riskLevel: "high", riskState: "atRisk" },
  }),
];
