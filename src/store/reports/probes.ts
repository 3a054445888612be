import { personId } from "../../domain/ticket/ids.ts";
import type { ProbeCounter, ProbeQueries } from "../../ports/report-queries.ts";
import type { Database } from "../database/database.ts";

const HOUR = 3_600_000;
/** Of each person; older rows are deleted by the next count, so that the table stays small. */
const HOURS_KEPT = 25;

/** One row per person and hour, whatever they try, so that processes add up and nobody can make the table long. */
export const createProbes = (database: Database): ProbeCounter & ProbeQueries => ({
  async countProbe(person, at) {
    const hour = Math.floor(at / HOUR);
    await database.transactionRelaxed(async (tx) => {
      await tx
        .deleteFrom("probes")
        .where("hour", "<", hour - HOURS_KEPT)
        .execute();
      await tx
        .insertInto("probes")
        .values({ person, hour, times: 1, last_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(["person", "hour"])
            .doUpdateSet((row) => ({ times: row("probes.times", "+", 1), last_at: at })),
        )
        .execute();
    });
  },

  async probes(from) {
    const rows = await database.query((db) =>
      db
        .selectFrom("probes")
        .select(["person", (row) => row.fn.sum<number>("times").as("times")])
        .select((row) => row.fn.max("last_at").as("last_at"))
        .where("hour", ">=", Math.floor(from / HOUR))
        .groupBy("person")
        .execute(),
    );
    return rows.map(({ person, times, last_at: lastAt }) => ({
      person: personId(person),
      times: Number(times),
      lastAt,
    }));
  },
});
