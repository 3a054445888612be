import type { Broken } from "../../ports/evidence.ts";
import type { TicketEvent } from "../../ticket/events.ts";
import { replay } from "../../ticket/evolve.ts";
import type { TicketId } from "../../ticket/ids.ts";
import type { Personal } from "../../ticket/person.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { type PersonKeys, peopleIn, unseal } from "../keys/seal.ts";
import { project, type TicketColumns } from "../tickets/projection.ts";
import { openEvent, parseEvent } from "../trail/event-record.ts";
import type { TicketRow, WholeTrail } from "../trail/trail-pages.ts";

/** The tables drawn from the events against what the events say, for trails that are whole. */
export async function compareProjections(keyring: Keyring, trails: readonly WholeTrail[]): Promise<Broken[]> {
  const parsed = trails.map((trail) => ({ trail, events: parseAll(trail) }));
  const retold = parsed.map(({ trail, events }) => ({ trail, events, told: retell(trail.ticket, events) }));
  const people = new Set(retold.flatMap(({ told }) => (told === null ? [] : [told.subject.about])));
  const tickets = trails.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(people, tickets);
  return retold.flatMap(({ trail, events, told }): Broken[] => {
    const { ticket } = trail;
    const opened = told === null ? null : openSubject(told, keysFor(ticket));
    if (opened === null || events === null) return [{ in: "projection", ticket, columns: ["events.body"] }];
    const columns = [...differences(trail, opened), ...wrongMoments(trail, events)];
    return columns.length === 0 ? [] : [{ in: "projection", ticket, columns }];
  });
}

/** The tickets as their events tell them; one whose events cannot be understood is left out. */
export async function retellAll(
  keyring: Keyring,
  trails: readonly WholeTrail[],
): Promise<ReadonlyMap<TicketId, Ticket>> {
  const parsed = trails.map((trail) => ({ ticket: trail.ticket, events: parseAll(trail) }));
  const tickets = parsed.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(peopleIn(parsed), tickets);
  const told = parsed.map(({ ticket, events }) => retell(ticket, events, keysFor(ticket)));
  return new Map(told.flatMap((ticket) => (ticket === null ? [] : [[ticket.id, ticket]])));
}

function parseAll({ ticket, records }: WholeTrail): object[] | null {
  try {
    return records.map(({ version, body }) => parseEvent(ticket, version, body));
  } catch {
    return null;
  }
}

/** Without keys the texts stay sealed: no rule looks into them, and opening them is what takes the time. */
function retell(ticket: TicketId, events: readonly object[] | null, keys?: PersonKeys): Ticket | null {
  const open = (event: object, version: number) =>
    keys === undefined ? (event as TicketEvent) : openEvent(ticket, version, event, keys);
  try {
    return replay(ticket, events?.map((event, index) => open(event, index + 1)) ?? []);
  } catch {
    return null;
  }
}

/** The one text that is drawn into the tables; null when its seal is broken. */
function openSubject(ticket: Ticket, keys: PersonKeys): Ticket | null {
  try {
    return { ...ticket, subject: unseal(ticket.subject, keys) as Personal };
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
function wrongMoments({ records }: WholeTrail, events: readonly object[]): string[] {
  return records
    .filter(({ at }, index) => {
      const event = events[index];
      return event === undefined || !("at" in event && event.at === at);
    })
    .map(({ version }) => `events.at of record ${version}`);
}
