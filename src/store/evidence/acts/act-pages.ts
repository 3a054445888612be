import type { AuditEntryScope } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { ChainRecord } from "../../trail/chain.ts";

const PAGE = 2000;

export interface StoredAct extends ChainRecord {
  readonly at: number;
  readonly details: string | null;
  readonly ticket: string | null;
}

/** All acts, or those of a period, some at a time. @param behind the number after which to begin. */
export async function* actPages(
  database: Database,
  { from = -Infinity, to = Infinity }: Pick<AuditEntryScope, "from" | "to"> = {},
  behind = 0,
): AsyncGenerator<StoredAct[]> {
  for (let after: number | undefined = behind === 0 ? -1 : behind; after !== undefined; ) {
    const last: number = after;
    const rows = await database.query((db) =>
      db
        .selectFrom("audit_acts")
        .select(["number as version", "at", "details", "ticket", "body", "prev_hash as prevHash", "hash"])
        .where("number", ">", last)
        .orderBy("number")
        .limit(PAGE)
        .execute(),
    );
    yield rows.filter(({ at }) => at >= from && at < to);
    after = rows.length < PAGE ? undefined : rows.at(-1)?.version;
  }
}
