import { describe } from "vitest";
import { addressBookContract } from "./address-book.contract.ts";
import { deliveryContract } from "./delivery.contract.ts";
import { devicesContract } from "./devices.contract.ts";
import { pickUpsContract } from "./pick-ups.contract.ts";
import type { FindPlace } from "./place.ts";
import { queriesContract } from "./queries.contract.ts";
import { sealingContract } from "./sealing.contract.ts";
import { tamperingContract } from "./tampering.contract.ts";
import { trailContract } from "./trail.contract.ts";

/** What every store keeps to, whichever engine is under it. */
export function storeContract(find: FindPlace): void {
  describe("trails", () => trailContract(find));
  describe("races", () => pickUpsContract(find));
  describe("devices", () => devicesContract(find));
  describe("queries", () => queriesContract(find));
  describe("sealing", () => sealingContract(find));
  describe("tampering", () => tamperingContract(find));
  describe("background work", () => deliveryContract(find));
  describe("the address book", () => addressBookContract(find));
}
