import type { ScheduleStore } from "../../ports/schedule-store.ts";
import type { Database } from "../database/database.ts";

export function createScheduleStore(database: Database): ScheduleStore {
  return {
    async registerSchedule(name, cron, firstDue) {
      await database.query((db) =>
        db
          .insertInto("schedules")
          .values({ name, cron, due_at: firstDue })
          .onConflict((conflict) =>
            conflict
              .column("name")
              .doUpdateSet({ cron, due_at: firstDue, retry_at: 0, tries: 0 })
              .where("schedules.cron", "!=", cron),
          )
          .execute(),
      );
    },

    async dueSchedules(at) {
      const rows = await database.query((db) =>
        db
          .selectFrom("schedules")
          .select("name")
          .where("due_at", "<=", at)
          .where("retry_at", "<=", at)
          .where("lease_until", "<=", at)
          .execute(),
      );
      return new Set(rows.map(({ name }) => name));
    },

    async leaseSchedule(name, worker, at, leaseUntil) {
      const row = await database.query((db) =>
        db
          .updateTable("schedules")
          .set({ lease_by: worker, lease_until: leaseUntil })
          .where("name", "=", name)
          .where("due_at", "<=", at)
          .where("retry_at", "<=", at)
          .where("lease_until", "<=", at)
          .returning(["due_at", "tries"])
          .executeTakeFirst(),
      );
      return row === undefined ? null : { dueAt: row.due_at, tries: row.tries };
    },

    async finishSchedule(name, worker, at, nextDue) {
      await database.query((db) =>
        db
          .updateTable("schedules")
          .set({ lease_by: null, lease_until: 0, retry_at: 0, tries: 0, done_at: at, due_at: nextDue })
          .where("name", "=", name)
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async retrySchedule(name, worker, retryAt) {
      await database.query((db) =>
        db
          .updateTable("schedules")
          .set((row) => ({ lease_by: null, lease_until: 0, retry_at: retryAt, tries: row("tries", "+", 1) }))
          .where("name", "=", name)
          .where("lease_by", "=", worker)
          .execute(),
      );
    },

    async hastenSchedule(name, at) {
      await database.query((db) =>
        db
          .updateTable("schedules")
          .set({ due_at: at, retry_at: 0 })
          .where("name", "=", name)
          .where((row) => row.or([row("due_at", ">", at), row("retry_at", ">", at)]))
          .execute(),
      );
    },

    async knowsSchedule(name) {
      const row = await database.query((db) =>
        db.selectFrom("schedules").select("name").where("name", "=", name).executeTakeFirst(),
      );
      return row !== undefined;
    },

    async forgetSchedule(name) {
      await database.query((db) => db.deleteFrom("schedules").where("name", "=", name).execute());
    },
  };
}
