import type { SharedLimits } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";

/** Rows that expired this long ago are deleted by a later write, so that the tables stay small. */
const KEPT_MS = 3_600_000;

export function createSharedLimits(database: Database): SharedLimits {
  /** Its first heartbeat deletes the rows of workers that are long gone. */
  let beating: string | null = null;

  return {
    async beat(worker, until) {
      if (worker !== beating) {
        await database.writeRelaxed((db) =>
          db
            .deleteFrom("workers")
            .where("live_until", "<", until - KEPT_MS)
            .execute(),
        );
      }
      await database.writeRelaxed((db) =>
        db
          .insertInto("workers")
          .values({ worker, live_until: until })
          .onConflict((conflict) => conflict.column("worker").doUpdateSet({ live_until: until }))
          .execute(),
      );
      beating = worker;
    },

    async pause(key, until) {
      await database.transactionRelaxed(async (tx) => {
        await tx
          .deleteFrom("pauses")
          .where("paused_until", "<", until - KEPT_MS)
          .execute();
        await tx
          .insertInto("pauses")
          .values({ key, paused_until: until })
          .onConflict((conflict) =>
            conflict
              .column("key")
              .doUpdateSet({ paused_until: until })
              .where("pauses.paused_until", "<", until),
          )
          .execute();
      });
    },

    async shared(at) {
      const rows = await database.query((db) => {
        const live = db
          .selectFrom("workers")
          .select((row) => row.fn.countAll<number>().as("live"))
          .where("live_until", ">", at);
        // One row without a pause when there is none.
        return db
          .selectFrom(live.as("workers"))
          .leftJoin("pauses", (join) => join.on("paused_until", ">", at))
          .select(["live", "key", "paused_until"])
          .execute();
      });
      const pauses = rows.flatMap(({ key, paused_until: until }): [string, number][] =>
        key === null || until === null ? [] : [[key, until]],
      );
      return { workers: rows[0]?.live ?? 0, pauses: new Map(pauses) };
    },
  };
}
