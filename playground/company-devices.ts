import { DEVICE_IDS, type DeviceKey, PEOPLE_IDS, type PersonKey } from "./company.ts";

/** A device as Graph's v1.0 returns it, with the values that only other endpoints or beta return. */
export interface SimulatedDevice {
  id: string;
  userId: string;
  azureADDeviceId: string;
  deviceName: string;
  serialNumber: string;
  manufacturer: string;
  model: string;
  operatingSystem: string;
  osVersion: string;
  complianceState: string;
  managementState: string;
  deviceRegistrationState: string;
  deviceEnrollmentType: string;
  managedDeviceOwnerType: string;
  /** Rendered as `lastSyncDateTime` at each request, so that the check-in stays recent. */
  checkedInDaysAgo: number;
  jailBroken: string;
  isEncrypted: boolean;
  partnerReportedThreatState: string;
  /** Beta's value where v1.0 has none; null when both are the same. */
  betaEnrollmentType: string | null;
  /** The enrolling user, when another person is the primary user now. */
  enrolledBy?: string;
}

const entraGuid = (number: number) => `e1000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function device(key: DeviceKey, owner: PersonKey | null, deviceName: string, more: Partial<SimulatedDevice>) {
  const number = Object.keys(DEVICE_IDS).indexOf(key) + 1;
  const device: SimulatedDevice = {
    id: DEVICE_IDS[key],
    userId: owner === null ? "" : PEOPLE_IDS[owner],
    azureADDeviceId: entraGuid(number),
    deviceName,
    serialNumber: `SN-${1000 + number}`,
    ...WINDOWS_11,
    complianceState: "compliant",
    managementState: "managed",
    deviceRegistrationState: "registered",
    managedDeviceOwnerType: "company",
    checkedInDaysAgo: 0.1,
    isEncrypted: true,
    partnerReportedThreatState: "secured",
    betaEnrollmentType: null,
    ...more,
  };
  return device;
}

const WINDOWS_11 = {
  manufacturer: "LENOVO",
  model: "ThinkPad T14 Gen 5",
  operatingSystem: "Windows",
  osVersion: "10.0.26100.2314",
  deviceEnrollmentType: "windowsAzureADJoin",
  jailBroken: "Unknown",
};
const MAC = {
  manufacturer: "Apple",
  model: "MacBook Pro",
  operatingSystem: "macOS",
  deviceEnrollmentType: "appleBulkWithUser",
  jailBroken: "Unknown",
};
const IPHONE = {
  manufacturer: "Apple",
  model: "iPhone 15",
  operatingSystem: "iOS",
  osVersion: "18.1",
  deviceEnrollmentType: "userEnrollment",
  jailBroken: "False",
};
/** v1.0 has no value for Android enrolments. */
const ANDROID = {
  manufacturer: "Samsung",
  operatingSystem: "Android",
  osVersion: "14",
  deviceEnrollmentType: "unknown",
};

export const DEVICES: readonly SimulatedDevice[] = [
  device("samLaptop", "sam", "HAL-SALES-014", {}),
  device("samPhone", "sam", "Sam's iPhone", IPHONE),
  device("hanaLaptop", "hana", "HAL-IT-002", {}),
  device("nicoLaptop", "nico", "HAL-FIN-007", { complianceState: "noncompliant", isEncrypted: false }),
  device("ullaLaptop", "ulla", "HAL-FIN-009", {
    managementState: "discovered",
    deviceRegistrationState: "notRegistered",
    complianceState: "unknown",
  }),
  device("ottoOldMac", "otto", "HAL-MAC-001", { ...MAC, model: "iMac", osVersion: "10.15.7" }),
  device("ottoMac", "otto", "HAL-MAC-004", { ...MAC, osVersion: "12.7.6" }),
  device("stanLaptop", "stan", "HAL-FIN-011", { checkedInDaysAgo: 61 }),
  device("jaroPhone", "jaro", "Jaro's Galaxy", {
    ...ANDROID,
    model: "Galaxy S23",
    jailBroken: "True",
    betaEnrollmentType: "androidEnterpriseCorporateWorkProfile",
    partnerReportedThreatState: "highSeverity",
  }),
  device("umaLaptop", "uma", "HAL-SALES-020", {}),
  device("gusLaptop", "gus", "GUS-PC", { managedDeviceOwnerType: "personal" }),
  device("doraLaptop", "dora", "HAL-SALES-003", {}),
  device("paulMac", "paul", "HAL-MAC-010", { ...MAC, osVersion: "15.1" }),
  device("hugoLaptop", "hugo", "HAL-IT-005", {}),
  device("warehouseScanner", null, "HAL-WH-SCAN-1", {
    ...ANDROID,
    manufacturer: "Zebra",
    model: "TC58",
    jailBroken: "False",
    betaEnrollmentType: "androidEnterpriseDedicatedDevice",
  }),
  device("heddaLaptop", "hedda", "HAL-IT-006", { osVersion: "10.0.19045.5011" }),
  device("ritaLaptop", "rita", "HAL-FIN-015", {}),
];
