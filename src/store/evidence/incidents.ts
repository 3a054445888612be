import type { Clock } from "../../ports/clock.ts";
import type { IncidentRecorded, IncidentStore } from "../../ports/incident-store.ts";
import { DAY } from "../../ports/report-policy.ts";
import { type Database, outcomeOf, Rollback } from "../database/database.ts";
import type { Keyring } from "../events/keyring.ts";
import { detailsOf, openEntries, sealEntry } from "./audit-entry.ts";
import { appendEntry } from "./audit-log.ts";

/** Of one person in a day: more tell the reader nothing new. */
const MOST_A_DAY = 10;
/** Told ones are kept so that a repeated delivery is recognised. */
const KEPT = 30 * DAY;
const MOST_AT_ONCE = 200;

/** The row of a report is written together with its audit entry, so that neither exists without the other. */
export function createIncidentStore(database: Database, keyring: Keyring, clock: Clock): IncidentStore {
  return {
    async recordIncident(key, person, entry) {
      const { sealed, key: entryKey } = await sealEntry(keyring, entry);
      const at = clock.now();
      return database
        .transaction(async (tx) => {
          await database.dialect.lock(tx, `incidents ${person}`);
          const before = await tx.selectFrom("incidents").selectAll().where("person", "=", person).execute();
          const same = before.find((each) => each.id === key);
          if (same !== undefined) throw new Rollback<IncidentRecorded>({ number: same.act });
          const today = before.filter((each) => each.at > at - DAY);
          if (today.length >= MOST_A_DAY) throw new Rollback<IncidentRecorded>("full");
          if (entryKey !== null) await tx.insertInto("ticket_keys").values(entryKey).execute();
          const { number } = await appendEntry(tx, keyring.signer, at, sealed);
          await tx
            .deleteFrom("incidents")
            .where("is_due", "=", 0)
            .where("at", "<", at - KEPT)
            .execute();
          await tx.insertInto("incidents").values({ id: key, act: number, person, at, is_due: 1 }).execute();
          return { number } as IncidentRecorded;
        })
        .catch((fault: unknown) => outcomeOf<IncidentRecorded>(fault));
    },

    async dueIncidents(number) {
      const rows = await database.query((db) =>
        db
          .selectFrom("incidents")
          .innerJoin("audit_acts", "audit_acts.number", "incidents.act")
          .select(["audit_acts.number", "audit_acts.at", "audit_acts.details"])
          .where("incidents.is_due", "=", 1)
          .$if(number !== undefined, (due) => due.where("incidents.act", "=", number ?? 0))
          .orderBy("audit_acts.number")
          .limit(MOST_AT_ONCE)
          .execute(),
      );
      const sealed = rows.map(({ details }) => (details === null ? null : detailsOf(details)));
      const open = await openEntries(keyring, sealed);
      return rows.map(({ number, at }, i) => {
        const entry = sealed[i] ?? null;
        return { number, at, entry: entry === null ? null : open(entry) };
      });
    },

    async incidentTold(number) {
      await database.query((db) =>
        db.updateTable("incidents").set({ is_due: 0 }).where("act", "=", number).execute(),
      );
    },
  };
}
