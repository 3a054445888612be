import { sql } from "kysely";
import type { IntegrityFault } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";

const PAGE = 2000;

/** Rows to find tickets by that no ticket has: somebody would find what never was, or count it. */
export async function checkOrphans(
  database: Database,
  found: (broken: IntegrityFault) => void,
): Promise<void> {
  for await (const number of wordsWithoutTicket(database)) {
    found({ in: "orphan", table: "ticket_words", ticket: `BK-${number}` });
  }
  for await (const ticket of sessionsWithoutTicket(database)) {
    found({ in: "orphan", table: "sessions", ticket });
  }
  if (!(await database.query((db) => database.dialect.words.isSound(db)))) found({ in: "word-index" });
}

async function* wordsWithoutTicket(database: Database): AsyncGenerator<number> {
  const number = database.dialect.words.number;
  for (let after: number | undefined = -1; after !== undefined; ) {
    const from: number = after;
    const { rows } = await database.query((db) =>
      sql<{ number: number }>`
        select ${number} as number from ticket_words
        where ${number} > ${from}
          and not exists (select 1 from events where events.ticket = 'BK-' || cast(${number} as text))
        order by ${number} limit ${PAGE}`.execute(db),
    );
    for (const row of rows) yield row.number;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.number;
  }
}

async function* sessionsWithoutTicket(database: Database): AsyncGenerator<string> {
  for (let after: string | undefined = ""; after !== undefined; ) {
    const from: string = after;
    const rows = await database.query((db) =>
      db
        .selectFrom("sessions")
        .select("ticket")
        .distinct()
        .where("ticket", ">", from)
        .where(sql<boolean>`not exists (select 1 from events where events.ticket = sessions.ticket)`)
        .orderBy("ticket")
        .limit(PAGE)
        .execute(),
    );
    for (const { ticket } of rows) yield ticket;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.ticket;
  }
}
