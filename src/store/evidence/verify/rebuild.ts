import { nextDeadline } from "../../../domain/ticket/deadlines.ts";
import type { Policy } from "../../../domain/ticket/policy.ts";
import type { Ticket } from "../../../domain/ticket/ticket.ts";
import type { RebuildResult } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import { project } from "../../tickets/projection.ts";
import { numberOf } from "../../tickets/ticket-number.ts";
import { findBreak } from "../../trail/chain.ts";
import { headOfTrail, trailPages, type WholeTrail } from "../../trail/trail-pages.ts";
import { differences, retellAll } from "./compare-projections.ts";

type Outcome = "right" | "corrected" | "restored" | "broken" | "lost";

/**
 * Draws the projections from the events again. A broken trail is left alone: nothing may make it look right. A ticket
 * that lost its row gets one back only when the trail holds every head that was anchored, and one whose texts were lost
 * in silence is left alone: what its row says may be the last that can be read.
 */
export async function rebuild(
  database: Database,
  keyring: Keyring,
  policy: Policy,
): Promise<Omit<RebuildResult, "counterWasBehind">> {
  const told: Record<Outcome, string[]> = { right: [], corrected: [], restored: [], broken: [], lost: [] };
  let tickets = 0;
  for await (const page of trailPages(database)) {
    const retold = await retellAll(database, keyring, page);
    for (const trail of page) {
      const outcome = retold.lost.has(trail.ticket)
        ? "lost"
        : await redraw(database, trail, retold.tickets.get(trail.ticket), policy);
      if (outcome !== "right") told[outcome].push(trail.ticket);
    }
    tickets += page.length;
  }
  const { corrected, restored, broken, lost } = told;
  return { tickets, corrected, restored, broken, lost };
}

async function redraw(
  database: Database,
  trail: WholeTrail,
  ticket: Ticket | undefined,
  policy: Policy,
): Promise<Outcome> {
  if (ticket === undefined || !isWhole(trail)) return "broken";
  const columns = columnsOf(trail, ticket, policy);
  const { row, records } = trail;
  const momentsAreRight =
    row?.next_deadline === columns.next_deadline && row.next_check === columns.next_check;
  if (momentsAreRight && differences(trail, ticket).length === 0) return "right";
  await database.transaction(async (tx) => {
    if (row === null) {
      await tx
        .insertInto("tickets")
        .values({ id: trail.ticket, number: numberOf(trail.ticket), ...columns })
        .execute();
    } else {
      // Somebody may have pressed in the meantime: then the row is new, and right.
      const { numUpdatedRows } = await tx
        .updateTable("tickets")
        .set(columns)
        .where("id", "=", trail.ticket)
        .where("version", "=", records.length)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return;
    }
    await tx.deleteFrom("device_holds").where("ticket", "=", trail.ticket).execute();
    const device = ticket.session?.device.id;
    if (device !== undefined) {
      await tx.insertInto("device_holds").values({ device, ticket: trail.ticket }).execute();
    }
  });
  return row === null ? "restored" : "corrected";
}

function isWhole(trail: WholeTrail): boolean {
  const { ticket, records, anchored } = trail;
  const broken = findBreak(ticket, records, headOfTrail(trail));
  if (broken === null) return true;
  return (
    broken.kind === "headless" && anchored.every(({ version, head }) => records[version - 1]?.hash === head)
  );
}

function columnsOf({ records, row }: WholeTrail, after: Ticket, policy: Policy) {
  const change = { ticket: after.id, expectedVersion: 0, idempotencyKey: null, events: [], after };
  const head = row?.head ?? records.at(-1)?.hash ?? "";
  return project({ ...change, nextDeadline: nextDeadline(after, policy) }, head);
}
