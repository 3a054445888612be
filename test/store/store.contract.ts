import { describe } from "vitest";
import { actsContract } from "./acts.contract.ts";
import { addressBookContract } from "./address-book.contract.ts";
import { deliveryContract } from "./delivery.contract.ts";
import { devicesContract } from "./devices.contract.ts";
import { diaryContract } from "./diary.contract.ts";
import { forgettingContract } from "./forgetting.contract.ts";
import { pickUpsContract } from "./pick-ups.contract.ts";
import type { FindPlace } from "./place.ts";
import { queriesContract } from "./queries.contract.ts";
import { reachingContract } from "./reaching.contract.ts";
import { rebuildContract } from "./rebuild.contract.ts";
import { reportsContract } from "./reports.contract.ts";
import { reviewsContract } from "./reviews.contract.ts";
import { schedulesContract } from "./schedules.contract.ts";
import { sealingContract } from "./sealing.contract.ts";
import { searchContract } from "./search.contract.ts";
import { settlingContract } from "./settling.contract.ts";
import { tamperingContract } from "./tampering.contract.ts";
import { trailContract } from "./trail.contract.ts";
import { verifyContract } from "./verify.contract.ts";
import { verifySearchContract } from "./verify-search.contract.ts";

/** What every store keeps to, whichever engine is under it. */
export function storeContract(find: FindPlace): void {
  describe("trails", () => trailContract(find));
  describe("races", () => pickUpsContract(find));
  describe("devices", () => devicesContract(find));
  describe("queries", () => queriesContract(find));
  describe("reports", () => reportsContract(find));
  describe("reviews", () => reviewsContract(find));
  describe("search", () => searchContract(find));
  describe("diaries", () => diaryContract(find));
  describe("sealing", () => sealingContract(find));
  describe("tampering", () => tamperingContract(find));
  describe("verifying", () => verifyContract(find));
  describe("verifying what is found", () => verifySearchContract(find));
  describe("acts", () => actsContract(find));
  describe("forgetting", () => forgettingContract(find));
  describe("rebuilding", () => rebuildContract(find));
  describe("background work", () => deliveryContract(find));
  describe("recurring work", () => schedulesContract(find));
  describe("what is settled later", () => settlingContract(find));
  describe("the address book", () => addressBookContract(find));
  describe("who can be reached", () => reachingContract(find));
}
