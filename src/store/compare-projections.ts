import type { Broken } from "../ports/evidence.ts";
import { replay } from "../ticket/evolve.ts";
import type { TicketId } from "../ticket/ids.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { openEvent, parseEvent } from "./event-record.ts";
import type { Keyring } from "./person-keys.ts";
import { project, type TicketColumns } from "./projection.ts";
import { type PersonKeys, peopleIn } from "./seal.ts";
import type { TicketRow, WholeTrail } from "./trail-pages.ts";

/** The tables drawn from the events against what the events say, for trails that are whole. */
export async function compareProjections(keyring: Keyring, trails: readonly WholeTrail[]): Promise<Broken[]> {
  const retold = await retell(keyring, trails);
  return trails.flatMap((trail): Broken[] => {
    const { ticket } = trail;
    const told = retold.get(ticket);
    if (told === undefined) return [{ in: "projection", ticket, columns: ["events.body"] }];
    const columns = [...differences(trail, told), ...wrongMoments(trail)];
    return columns.length === 0 ? [] : [{ in: "projection", ticket, columns }];
  });
}

/** The tickets as their events tell them; one whose events cannot be understood is left out. */
export async function retell(
  keyring: Keyring,
  trails: readonly WholeTrail[],
): Promise<ReadonlyMap<TicketId, Ticket>> {
  const parsed = trails.map(({ ticket, records }) => ({ ticket, events: parseAll(ticket, records) }));
  const tickets = parsed.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(peopleIn(parsed), tickets);
  const told = parsed.map(({ ticket, events }) => retellOne(ticket, events, keysFor(ticket)));
  return new Map(told.flatMap((ticket) => (ticket === null ? [] : [[ticket.id, ticket]])));
}

function parseAll(ticket: TicketId, records: WholeTrail["records"]): object[] | null {
  try {
    return records.map(({ version, body }) => parseEvent(ticket, version, body));
  } catch {
    return null;
  }
}

function retellOne(ticket: TicketId, events: readonly object[] | null, keys: PersonKeys): Ticket | null {
  try {
    return replay(ticket, events?.map((event, index) => openEvent(ticket, index + 1, event, keys)) ?? []);
  } catch {
    return null;
  }
}

/** The columns whose value is another one than the events give. When something is due depends on the policy too. */
export function differences({ row, holds }: WholeTrail, ticket: Ticket): string[] {
  const wanted = columnsOf(ticket, row);
  const wrong = Object.entries(wanted).filter(
    ([column, value]) => row?.[column as keyof TicketRow] !== value,
  );
  const held = ticket.session === null ? [] : [ticket.session.device.id];
  return [
    ...wrong.map(([column]) => `tickets.${column}`),
    ...(JSON.stringify(holds) === JSON.stringify(held) ? [] : ["device_holds.device"]),
  ];
}

function columnsOf(ticket: Ticket, row: TicketRow | null): Partial<TicketColumns> {
  const change = { ticket: ticket.id, expectedVersion: 0, press: null, events: [], after: ticket };
  const { next_deadline, ...columns } = project({ ...change, nextDeadline: null }, row?.head ?? "");
  return columns;
}

/** The moment stands beside the body too, for questions about periods. */
function wrongMoments({ ticket, records }: WholeTrail): string[] {
  return records
    .filter(({ version, at, body }) => {
      const event = parseEvent(ticket, version, body);
      return !("at" in event && event.at === at);
    })
    .map(({ version }) => `events.at of record ${version}`);
}
