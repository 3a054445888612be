import { beforeEach, describe, expect, test } from "vitest";
import type { Here } from "./place.ts";

const HOURLY = "0 * * * *";

export function schedulesContract(here: Here): void {
  beforeEach(async () => {
    await here.store.registerSchedule("work", HOURLY, 1000);
  });

  const lease = (at: number, worker = "one") => here.store.leaseSchedule("work", worker, at, at + 100);

  describe("a schedule", () => {
    test("is leased when it is due, to one worker", async () => {
      expect(await lease(999)).toBeNull();
      const leases = await Promise.all(["one", "two", "three"].map((worker) => lease(1000, worker)));
      expect(leases.filter((each) => each !== null)).toEqual([{ dueAt: 1000, tries: 0 }]);
    });

    test("is named as due until somebody has its lease", async () => {
      expect(await here.store.dueSchedules(999)).toEqual(new Set());
      expect(await here.store.dueSchedules(1000)).toEqual(new Set(["work"]));
      await lease(1000);
      expect(await here.store.dueSchedules(1099)).toEqual(new Set());
      expect(await here.store.dueSchedules(1100)).toEqual(new Set(["work"]));
    });

    test("that is hastened is due at once, also one that waited for another try", async () => {
      await here.store.hastenSchedule("work", 10);
      expect(await lease(9)).toBeNull();
      expect(await lease(10)).toEqual({ dueAt: 10, tries: 0 });
      await here.store.retrySchedule("work", "one", 5000);
      expect(await lease(11)).toBeNull();
      await here.store.hastenSchedule("work", 12);
      expect(await lease(12)).toMatchObject({ tries: 1 });
    });

    test("that is hastened under a lease waits until the lease ends", async () => {
      await lease(1000);
      await here.store.hastenSchedule("work", 1001);
      expect(await lease(1001, "two")).toBeNull();
    });

    test("is known until it is forgotten, and then leased to nobody", async () => {
      expect([await here.store.knowsSchedule("work"), await here.store.knowsSchedule("other")]).toEqual([
        true,
        false,
      ]);
      await lease(1000);
      await here.store.forgetSchedule("work");
      await here.store.finishSchedule("work", "one", 1001, 2000);
      expect(await here.store.knowsSchedule("work")).toBe(false);
      expect(await lease(9000)).toBeNull();
    });

    test("that is not registered is not made by hastening it", async () => {
      await here.store.hastenSchedule("other", 1);
      expect(await here.store.knowsSchedule("other")).toBe(false);
    });
  });
}
