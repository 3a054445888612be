import { describe, expect, test } from "vitest";
import { deviceId, personId } from "../../src/domain/ticket/ids.ts";
import { aDevice } from "../../src/graph/devices.ts";
import { aPerson } from "../../src/graph/people.ts";
import { Oddities } from "../../src/graph/question.ts";

const sam = {
  id: "a1000000-0000-4000-8000-000000000001",
  userPrincipalName: "sam@halden.example",
  accountEnabled: true,
  userType: "Member",
  assignedPlans: [],
};
const read = (body: unknown, oddities = new Oddities()) => aPerson(personId(sam.id)).read(body, oddities);

describe("a person as Graph tells it", () => {
  test("may lack a name, a title and a department", () => {
    expect(read({ ...sam, jobTitle: null })).toMatchObject({
      displayName: "sam@halden.example",
      jobTitle: null,
      department: null,
    });
  });

  test.each([
    ["accountEnabled", "accountEnabled"],
    ["userType", "userType"],
    ["assignedPlans", "plans"],
  ])("is known but for %s when that is null, and the field is named", (field, fact) => {
    const oddities = new Oddities();
    const { [fact]: missing, ...others } = { ...read({ ...sam, [field]: null }, oddities) } as Record<
      string,
      unknown
    >;
    expect(missing).toBeNull();
    expect(Object.values(others)).toContain("sam@halden.example");
    expect([oddities.rows, [...oddities.fields]]).toEqual([1, [field]]);
  });

  test.each([null, "hello", {}, { ...sam, id: null }])("cannot be read from %j", (body) => {
    expect(() => read(body)).toThrow();
  });

  test("may hold more than was asked for", () => {
    expect(read({ ...sam, shoeSize: 43 })).toMatchObject({ id: sam.id });
  });
});

describe("a device as Intune tells it", () => {
  const device = (fields: object) =>
    aDevice(deviceId("d1")).read({ id: "d1", ...fields }, new Oddities())?.facts;

  test.each([
    ["Windows", "windows"],
    ["macOS", "macos"],
    ["iPadOS", "ios"],
    ["AndroidEnterprise", "android"],
    ["Linux (ubuntu)", "linux"],
    ["Windows Phone", "other"],
    [null, "other"],
  ])("with the system %j is of the platform %s", (operatingSystem, platform) => {
    expect(device({ operatingSystem })?.platform).toBe(platform);
  });

  test.each([[null], ["0001-01-01T00:00:00Z"], ["soon"]])(
    "last seen %j was never seen",
    (lastSyncDateTime) => {
      expect(device({ lastSyncDateTime })?.lastSyncAt).toBeNull();
    },
  );

  test("without any field is unknown in every field", () => {
    expect(device({})).toMatchObject({
      complianceState: "unknown",
      managementState: "unknown",
      primaryUser: null,
      isEncrypted: null,
    });
  });
});
