import { describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { diskKindOf, insistOnOwnDisk } from "../../src/store/disk-kind.ts";
import { createLog } from "../../src/telemetry/log.ts";

const look = (type: number | null, file = "/data/beckon.sqlite") => {
  const lines: string[] = [];
  insistOnOwnDisk(
    file,
    createLog((line) => lines.push(line)),
    () => type,
  );
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe("a SQLite file", () => {
  test.each([
    ["NFS", 0x6969],
    ["SMB", 0xfe534d42],
    ["SMB, as a negative number", 0xfe534d42 | 0],
    ["CIFS", 0xff534d42],
  ])("on %s is refused, with what to do", (_, type) => {
    expect(() => look(type)).toThrow(StoreUnavailable);
    expect(() => look(type)).toThrow(/network share.*DATABASE_URL/s);
  });

  test.each([
    ["a container's own disk", 0x794c7630, "container"],
    ["memory", 0x01021994, "memory"],
    ["a bridge to another machine", 0x65735546, "bridge"],
  ])("on %s is warned of", (_, type, disk) => {
    expect(look(type)).toMatchObject([
      { level: "warn", name: "store.disk", disk, remedy: expect.any(String) },
    ]);
  });

  test.each([
    ["ext4", 0xef53],
    ["XFS", 0x58465342],
    ["another system, where numbers mean something else", null],
  ])("on %s is taken", (_, type) => {
    expect(look(type)).toEqual([]);
  });

  test("that is kept in memory on purpose is nobody's business", () => {
    expect(look(0x6969, ":memory:")).toEqual([]);
  });

  test.runIf(process.platform === "linux")(
    "is looked at where it will be, in a folder that does not exist yet",
    () => {
      const lines: string[] = [];
      insistOnOwnDisk(
        "/proc/not/there/beckon.sqlite",
        createLog((line) => lines.push(line)),
      );
      expect(lines).toEqual([]);
      expect(diskKindOf(0x9fa0)).toBe("own");
    },
  );
});
