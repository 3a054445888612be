import { type Expression, type RawBuilder, sql } from "kysely";
import { ticketId } from "../../domain/ticket/ids.ts";
import type { DeadlineStore } from "../../ports/deadline-store.ts";
import type { Database } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";

/** How long a check is leased, by leases in a row without a recorded check, ms. */
const CHECK_LEASE = [30_000, 60_000, 120_000] as const;
const LONGEST_CHECK_LEASE = 300_000;
const ANSWER_LEASE = 60_000;

/** The same expressions as in the indexes, so that these are used. */
const deadlineDue = sql<number>`case when deadline_retry_at > next_deadline then deadline_retry_at else next_deadline end`;
const checkDue = sql<number>`case when check_retry_at > next_check then check_retry_at else next_check end`;

type Due<More = unknown> = Placeholders<{ at: number; limit: number } & More>;

const overdue = statement((db, { at, limit }: Due) =>
  db
    .selectFrom("tickets")
    .select(["id", "deadline_tries"])
    .where("next_deadline", "is not", null)
    .where(deadlineDue, "<=", at)
    .orderBy(deadlineDue)
    .limit(limit),
);

export function createDeadlineStore(database: Database): DeadlineStore {
  const { skipLocked } = database.dialect;

  const leasingChecks = statement((db, { at, limit }: Due) => {
    const due = db.selectFrom("tickets").select("id").where("next_check", "is not", null);
    const oldest = due.where(checkDue, "<=", at).orderBy(checkDue).limit(limit);
    return db
      .with(
        (due) => due("due").materialized(),
        () => skipLocked(oldest),
      )
      .updateTable("tickets")
      .set((row) => ({ check_retry_at: leaseFrom(at), check_tries: row("check_tries", "+", 1) }))
      .where("id", "in", (chosen) => chosen.selectFrom("due").select("due.id"))
      .returning(["id", "next_check"]);
  });

  const leasingAnswers = statement((db, { at, limit, due: until }: Due<{ due: number }>) => {
    const due = db.selectFrom("tickets").select("id").where("answer_due", "<=", at);
    const oldest = due.orderBy("answer_due").limit(limit);
    return db
      .with(
        (due) => due("due").materialized(),
        () => skipLocked(oldest),
      )
      .updateTable("tickets")
      .set({ answer_due: until })
      .where("id", "in", (chosen) => chosen.selectFrom("due").select("due.id"))
      .returning("id");
  });

  return {
    async overdue(at, limit) {
      const rows = await database.query(overdue.rows, { at, limit });
      return rows.map(({ id, deadline_tries: tries }) => ({ ticket: ticketId(id), tries }));
    },

    async postponeDeadline(ticket, at, until) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set((row) => ({ deadline_retry_at: until, deadline_tries: row("deadline_tries", "+", 1) }))
          .where("id", "=", ticket)
          // Another worker may have let it act: the next deadline is not postponed.
          .where("next_deadline", "<=", at)
          .execute(),
      );
    },

    async recordDeadline(ticket, version, nextDeadline) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set({ next_deadline: nextDeadline, deadline_retry_at: 0, deadline_tries: 0 })
          .where("id", "=", ticket)
          .where("version", "=", version)
          .execute(),
      );
    },

    async changedAfter(moment) {
      const rows = await database.query((db) =>
        db
          // One row for each session, so that no other ticket is read.
          .selectFrom("device_holds")
          .innerJoin("tickets", "tickets.id", "device_holds.ticket")
          .select("tickets.id")
          .where("changed_at", ">", moment)
          .orderBy("number")
          .execute(),
      );
      return rows.map(({ id }) => ticketId(id));
    },

    async leaseChecks(at, limit) {
      const rows = await database.writeRelaxed(leasingChecks.rows, { at, limit });
      return rows
        .sort((one, other) => (one.next_check ?? 0) - (other.next_check ?? 0))
        .map(({ id }) => ticketId(id));
    },

    async leaseAnswers(at, limit) {
      const due = at + ANSWER_LEASE;
      const rows = await database.writeRelaxed(leasingAnswers.rows, { at, limit, due });
      return rows.map(({ id }) => ({ ticket: ticketId(id), due }));
    },

    async recordAnswerDue(ticket, leased, next) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("tickets")
          .set({ answer_due: next })
          .where("id", "=", ticket)
          .where("answer_due", "=", leased)
          .execute(),
      );
    },
  };
}

function leaseFrom(at: Expression<number>): RawBuilder<number> {
  const steps = CHECK_LEASE.map((ms, tries) => sql`when ${sql.lit(tries)} then ${sql.lit(ms)}`);
  const lease = sql`case check_tries ${sql.join(steps, sql` `)} else ${sql.lit(LONGEST_CHECK_LEASE)} end`;
  return sql`cast(${at} as bigint) + ${lease}`;
}
