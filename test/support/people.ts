import type { Device } from "../../src/domain/ticket/device.ts";
import { deviceId, personId } from "../../src/domain/ticket/ids.ts";
import { type Actor, person, personal, type Roles } from "../../src/domain/ticket/person.ts";
import type { ReaderLocale } from "../../src/ports/address-book.ts";

/** The people of every test: Sam shares, Hana helps, Hugo helps too, Lena leads, Mia manages. */
const id = (digit: number) => personId(`00000000-0000-4000-8000-00000000000${digit}`);

export const sam = person(id(1), "Sam Sharma", "Accountant");
export const hana = person(id(2), "Hana Weber", "IT Support Engineer");
export const hugo = person(id(3), "Hugo Martin", "IT Support Engineer");
export const lena = person(id(4), "Lena Novak", "Service Desk Lead");
export const mia = person(id(5), "Mia Keller", "Head of Finance");

const NO_ROLE: Roles = { helper: false, lead: false };
const HELPER: Roles = { helper: true, lead: false };

/** The same people as they act, with the roles that the directory would tell. */
export const asSam: Actor = { person: sam, roles: NO_ROLE };
export const asHana: Actor = { person: hana, roles: HELPER };
export const asHugo: Actor = { person: hugo, roles: HELPER };
/** To a ticket, a manager is a stranger. */
export const asMia: Actor = { person: mia, roles: NO_ROLE };
export const asLena: Actor = { person: lena, roles: { helper: true, lead: true } };

export const samsLaptop: Device = {
  id: deviceId("10000000-0000-4000-8000-000000000001"),
  name: personal(sam.id, "LT-SAM-01"),
  model: "Surface Laptop 6",
  platform: "windows",
  osVersion: "10.0.26100.2314",
};
export const samsMac: Device = {
  id: deviceId("10000000-0000-4000-8000-000000000002"),
  name: personal(sam.id, "MB-SAM-02"),
  model: "MacBook Air",
  platform: "macos",
  osVersion: "14.6.1",
};

export const inBerlin: ReaderLocale = { timeZone: "Europe/Berlin", locale: "en-GB" };
