import { expect, test } from "vitest";
import { at } from "../support/tickets.ts";
import type { Here } from "./place.ts";

export function sharedLimitsContract(here: Here): void {
  test("counts the workers whose heartbeat has not expired, in every process", async () => {
    const other = await here.place.open();
    expect(await here.store.liveWorkers(at(0))).toBe(0);
    await here.store.beat("ann", at(2));
    await other.beat("ben", at(3));
    await other.beat("ben", at(4));
    expect(await other.liveWorkers(at(1))).toBe(2);
    expect(await here.store.liveWorkers(at(2))).toBe(1);
    await other.beat("ben", at(2));
    expect(await here.store.liveWorkers(at(2))).toBe(0);
  });

  test("keeps a pause for all processes until it is over, and never shortens it", async () => {
    const other = await here.place.open();
    await here.store.pause("19:requests", at(5));
    await other.pause("19:requests", at(3));
    await other.pause("tenant contoso", at(1));
    expect(await here.store.pauses(at(5))).toEqual(new Map());
    expect(await other.pauses(at(0))).toEqual(
      new Map([
        ["19:requests", at(5)],
        ["tenant contoso", at(1)],
      ]),
    );
    expect(await other.pauses(at(1))).toEqual(new Map([["19:requests", at(5)]]));
  });

  test("deletes rows that expired an hour ago", async () => {
    await here.store.beat("ann", at(0));
    await here.store.pause("19:requests", at(0));
    await here.store.beat("ben", at(61));
    await here.store.pause("19:others", at(61));
    expect(await here.store.liveWorkers(at(-1))).toBe(1);
    expect([...(await here.store.pauses(at(-1))).keys()]).toEqual(["19:others"]);
  });
}
