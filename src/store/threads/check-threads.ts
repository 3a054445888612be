import { sql } from "kysely";
import { ticketId } from "../../domain/ticket/ids.ts";
import type { EvidenceScope, IntegrityFault } from "../../ports/evidence.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import { findForgery, type Signer } from "../events/signer.ts";
import { readThread, readThreadEnd, threadName } from "./read-thread.ts";

const PAGE = 500;

/** Verifies the chain of every conversation, also where only its records or only its signed end are left. */
export async function checkThreads(
  database: Database,
  signer: Signer,
  { ticket: only }: Pick<EvidenceScope, "ticket">,
  found: (fault: IntegrityFault) => void,
): Promise<void> {
  const named = async (after: string, limit: number) => {
    const { rows } = await database.query((db) =>
      sql<{ ticket: string }>`
        select ticket from messages where ticket > ${after}
        union select substr(name, ${threadName("").length + 1}) as ticket from chain_heads
        where name like ${threadName("%")} and substr(name, ${threadName("").length + 1}) > ${after}
        order by ticket limit ${limit}`.execute(db),
    );
    return rows;
  };
  const all = only === undefined ? pagesByKey(PAGE, "", ({ ticket }) => ticket, named) : [[{ ticket: only }]];
  for await (const page of all) {
    for (const { ticket } of page) {
      const [records, { head }] = [
        await readThread(database, ticket),
        await readThreadEnd(database, ticketId(ticket)),
      ];
      if (head === null && records.length === 0) continue;
      const broken = findForgery(signer, "chain", threadName(ticket), records, head);
      if (broken !== null) found({ in: "thread", ticket, version: broken.version, how: broken.kind });
    }
  }
}
