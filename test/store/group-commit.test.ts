import { describe, expect, test } from "vitest";
import { SharedFlush } from "../../src/store/engines/sqlite-driver.ts";

/** A disk whose flush finishes, or fails, when the test says so. */
function slowDisk() {
  const begun: PromiseWithResolvers<void>[] = [];
  const shared = new SharedFlush(() => {
    const flush = Promise.withResolvers<void>();
    begun.push(flush);
    return flush.promise;
  });
  const begins = (count: number) => expect.poll(() => begun.length).toBe(count);
  return { shared, begun, begins };
}

describe("commits that wait for the disk", () => {
  test("share one flush when they come together", async () => {
    const { shared, begun, begins } = slowDisk();
    const waiting = [shared.flushed(), shared.flushed(), shared.flushed()];
    await begins(1);
    begun[0]?.resolve();
    await Promise.all(waiting);
    expect(begun).toHaveLength(1);
  });

  test("do not trust a flush that was under way when they came", async () => {
    const { shared, begun, begins } = slowDisk();
    const first = shared.flushed();
    await begins(1);
    const done: string[] = [];
    const later = Promise.all([shared.flushed(), shared.flushed()]).then(() => done.push("later"));
    begun[0]?.resolve();
    await first;
    await begins(2);
    expect(done).toEqual([]);
    begun[1]?.resolve();
    await later;
    expect(begun).toHaveLength(2);
  });

  test("all hear of a flush that failed, and so does everybody after them: what was dropped is not flushed later", async () => {
    const { shared, begun, begins } = slowDisk();
    const waiting = Promise.allSettled([shared.flushed(), shared.flushed()]);
    await begins(1);
    begun[0]?.reject(new Error("the disk is gone"));
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(shared.flushed()).rejects.toThrow("the disk is gone");
    expect(begun).toHaveLength(1);
  });
});
