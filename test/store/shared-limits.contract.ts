import { expect, test } from "vitest";
import { hana, sam } from "../support/people.ts";
import { at } from "../support/tickets.ts";
import type { Here } from "./place.ts";

export function sharedLimitsContract(here: Here): void {
  test("counts the workers whose heartbeat has not expired, in every process", async () => {
    const other = await here.place.open();
    expect(await here.store.shared(at(0))).toMatchObject({ workers: 0 });
    await here.store.beat("ann", at(2));
    await other.beat("ben", at(3));
    await other.beat("ben", at(4));
    expect(await other.shared(at(1))).toMatchObject({ workers: 2 });
    expect(await here.store.shared(at(2))).toMatchObject({ workers: 1 });
    await other.beat("ben", at(2));
    expect(await here.store.shared(at(2))).toMatchObject({ workers: 0 });
  });

  test("keeps a pause for all processes until it is over, and never shortens it", async () => {
    const other = await here.place.open();
    await here.store.pause("19:requests", at(5));
    await other.pause("19:requests", at(3));
    await other.pause("tenant contoso", at(1));
    expect(await here.store.shared(at(5))).toEqual({ workers: 0, pauses: new Map() });
    expect((await other.shared(at(0))).pauses).toEqual(
      new Map([
        ["19:requests", at(5)],
        ["tenant contoso", at(1)],
      ]),
    );
    expect((await other.shared(at(1))).pauses).toEqual(new Map([["19:requests", at(5)]]));
  });

  test("deletes rows that expired an hour ago", async () => {
    await here.store.beat("ann", at(0));
    await here.store.pause("19:requests", at(0));
    await here.store.beat("ben", at(61));
    await here.store.pause("19:others", at(61));
    const { workers, pauses } = await here.store.shared(at(-1));
    expect(workers).toBe(1);
    expect([...pauses.keys()]).toEqual(["19:others"]);
  });

  test("counts who tries to reach requests that are not theirs, for all processes, in few rows and for a day", async () => {
    const other = await here.place.open();
    const tries = Array.from({ length: 40 }, (_, i) =>
      (i % 2 === 0 ? here.store : other).countProbe(sam.id, at(i * 3)),
    );
    await Promise.all(tries);
    await other.countProbe(hana.id, at(1));
    const probes = await here.store.probes(at(0));
    expect(probes.toSorted((one, two) => two.times - one.times)).toMatchObject([
      { person: sam.id, times: 40 },
      { person: hana.id, times: 1, lastAt: at(1) },
    ]);
    const rows = () => here.database.query((db) => db.selectFrom("probes").selectAll().execute());
    expect((await rows()).length).toBeLessThanOrEqual(4);
    await here.store.countProbe(hana.id, at(28 * 60));
    expect(await rows()).toHaveLength(1);
  });
}
