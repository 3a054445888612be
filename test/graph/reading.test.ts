import { describe, expect, test } from "vitest";
import { personId } from "../../src/domain/ticket/ids.ts";
import { ManagedDevice } from "../../src/graph/devices.ts";
import { aPerson, readPerson, User } from "../../src/graph/people.ts";

const sam = {
  id: "a1000000-0000-4000-8000-000000000001",
  userPrincipalName: "sam@halden.example",
  accountEnabled: true,
  userType: "Member",
  assignedPlans: [],
};
const question = aPerson(personId(sam.id));
const read = (body: unknown) => readPerson({ status: 200, body }, question);

describe("a person as Graph tells it", () => {
  test("may lack a name, a title and a department", () => {
    expect(read({ ...sam, jobTitle: null })).toMatchObject({
      seen: { displayName: "sam@halden.example", jobTitle: null, department: null },
    });
  });

  test.each(["accountEnabled", "userType", "assignedPlans"])("is unknown without %s", (field) => {
    expect(read({ ...sam, [field]: null })).toEqual({
      unknown: { why: "Graph sent an answer that Beckon cannot read" },
    });
  });

  test("may hold more than anybody asked for", () => {
    expect(User.safeParse({ ...sam, shoeSize: 43 }).success).toBe(true);
  });
});

describe("a device as Intune tells it", () => {
  const device = (fields: object) => ManagedDevice.parse({ id: "d1", ...fields }).facts;

  test.each([
    ["Windows", "windows"],
    ["macOS", "macos"],
    ["iPadOS", "ios"],
    ["AndroidEnterprise", "android"],
    ["Linux (ubuntu)", "linux"],
    ["Windows Phone", "other"],
    [null, "other"],
  ])("with the system %j is of the platform %s", (operatingSystem, platform) => {
    expect(device({ operatingSystem }).platform).toBe(platform);
  });

  test.each([[null], ["0001-01-01T00:00:00Z"], ["soon"]])(
    "last seen %j was never seen",
    (lastSyncDateTime) => {
      expect(device({ lastSyncDateTime }).lastSyncAt).toBeNull();
    },
  );

  test("that tells nothing of itself is unknown in every word", () => {
    expect(device({})).toMatchObject({
      complianceState: "unknown",
      managementState: "unknown",
      primaryUser: null,
      isEncrypted: null,
    });
  });
});
