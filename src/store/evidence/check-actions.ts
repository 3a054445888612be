import type { IntegrityFault } from "../../ports/evidence.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import type { Signer } from "../events/signer.ts";

const PAGE = 5000;

/** Idempotency keys that Beckon did not write: they would make an action pass for one that was applied. */
export async function checkActions(
  database: Database,
  signer: Signer,
  found: (fault: IntegrityFault) => void,
): Promise<void> {
  const rows = (after: string, limit: number) =>
    database.query((db) =>
      db
        .selectFrom("presses")
        .select(["press", "ticket", "mac"])
        .where("press", ">", after)
        .orderBy("press")
        .limit(limit)
        .execute(),
    );
  for await (const page of pagesByKey(PAGE, "", ({ press }) => press, rows)) {
    for (const { press, ticket, mac } of page) {
      if (!signer.isSigned(mac, "action", press, 0, ticket)) found({ in: "action", ticket });
    }
  }
}
