import type { SharedLimits } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";

/** Rows that expired this long ago are deleted by the next write, so that the tables stay small. */
const KEPT_MS = 3_600_000;

export function createSharedLimits(database: Database): SharedLimits {
  return {
    async beat(worker, until) {
      await database.transactionRelaxed(async (tx) => {
        await tx
          .deleteFrom("workers")
          .where("live_until", "<", until - KEPT_MS)
          .execute();
        await tx
          .insertInto("workers")
          .values({ worker, live_until: until })
          .onConflict((conflict) => conflict.column("worker").doUpdateSet({ live_until: until }))
          .execute();
      });
    },

    async liveWorkers(at) {
      const { live } = await database.query((db) =>
        db
          .selectFrom("workers")
          .select((row) => row.fn.countAll<number>().as("live"))
          .where("live_until", ">", at)
          .executeTakeFirstOrThrow(),
      );
      return live;
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

    async pauses(at) {
      const rows = await database.query((db) =>
        db.selectFrom("pauses").selectAll().where("paused_until", ">", at).execute(),
      );
      return new Map(rows.map(({ key, paused_until }) => [key, paused_until]));
    },
  };
}
