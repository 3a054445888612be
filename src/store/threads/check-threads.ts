import { sql } from "kysely";
import { type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import type { EvidenceScope, IntegrityFault } from "../../ports/evidence.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import { isSealed, keyIdOf, peopleIn } from "../events/event-record.ts";
import type { ChainBreak, ChainRecord } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { findForgery } from "../events/signer.ts";
import { findBrokenFile } from "./message-files.ts";
import { readThread, readThreadEnd, threadName } from "./read-thread.ts";

const PAGE = 500;

/** Verifies the chain of every conversation, also where only its records or only its signed end are left. */
export async function checkThreads(
  database: Database,
  keyring: Pick<Keyring, "signer" | "find">,
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
      const broken =
        findForgery(keyring.signer, "chain", threadName(ticket), records, head) ??
        (await brokenFileIn(database, keyring, ticketId(ticket), records));
      if (broken !== null) found({ in: "thread", ticket, version: broken.version, how: broken.kind });
    }
  }
}

/** The files beside the records of one conversation, message by message, because they are large. */
async function brokenFileIn(
  database: Database,
  keyring: Pick<Keyring, "find">,
  ticket: TicketId,
  records: readonly ChainRecord[],
): Promise<ChainBreak | null> {
  for (const { version, body } of records) {
    const { files = [] }: { files?: readonly { hash: string; name: object }[] } = JSON.parse(body);
    if (files.length === 0) continue;
    const keys = (await keyring.find(peopleIn(files), [ticket]))(ticket);
    const told = files.map(({ hash, name }) => ({
      hash,
      hasKey: isSealed(name) && keys.get(name.about)?.id === keyIdOf(name.sealed),
    }));
    const kind = await findBrokenFile(database, ticket, version, told);
    if (kind !== null) return { version, kind };
  }
  return null;
}
