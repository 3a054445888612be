import type { Broken } from "../../ports/evidence.ts";
import type { TicketEvent } from "../../ticket/events.ts";
import { replay } from "../../ticket/evolve.ts";
import type { TicketId } from "../../ticket/ids.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import type { Keyring } from "../keys/person-keys.ts";
import { type PersonKeys, peopleIn, SealBroken } from "../keys/seal.ts";
import { type Naming, namingsIn } from "../search/namings.ts";
import { searchDifferences } from "../search/search-differences.ts";
import { project, type TicketColumns } from "../tickets/projection.ts";
import { openEvent, parseEvent } from "../trail/event-record.ts";
import type { TicketRow, WholeTrail } from "../trail/trail-pages.ts";
import type { Names } from "./check-names.ts";
import { createOpener, type Opener, peopleWithTexts, withTexts } from "./open-texts.ts";

/**
 * The tables drawn from the events against what the events say, for trails that are whole.
 * @param names takes what the events call people.
 */
export async function compareProjections(
  keyring: Keyring,
  trails: readonly WholeTrail[],
  names: Names,
): Promise<Broken[]> {
  const retold = trails.map((trail) => {
    const events = parseAll(trail);
    return { trail, events, told: retell(trail.ticket, events) };
  });
  const people = new Set(retold.flatMap(({ told }) => (told === null ? [] : [...peopleWithTexts(told)])));
  const tickets = trails.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(people, tickets);
  return retold.flatMap(({ trail, events, told }): Broken[] => {
    const { ticket } = trail;
    const columns =
      told === null || events === null
        ? UNREADABLE
        : columnsThatDiffer(trail, events, told, createOpener(keysFor(ticket)), names);
    return columns.length === 0 ? [] : [{ in: "projection", ticket, columns }];
  });
}

const UNREADABLE = ["events.body"];

function columnsThatDiffer(
  trail: WholeTrail,
  events: readonly object[],
  told: Ticket,
  { open, hasLost }: Opener,
  names: Names,
): readonly string[] {
  try {
    const ticket = withTexts(told, open);
    for (const { who, at } of newestNamings(events)) names.add({ who: { ...who, name: open(who.name) }, at });
    return [
      ...differences(trail, ticket),
      ...wrongMoments(trail, events),
      ...(trail.search === null ? [] : searchDifferences(trail.search, ticket, hasLost())),
    ];
  } catch (error) {
    if (error instanceof SealBroken) return UNREADABLE;
    throw error;
  }
}

/** Of each person on a ticket the newest only: those before it never count. */
const newestNamings = (events: readonly object[]): Iterable<Naming> =>
  new Map(namingsIn(events as readonly TicketEvent[]).map((naming) => [naming.who.id, naming])).values();

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

/** The columns whose value is another one than the events give. When something is due tells nothing of what was. */
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
  const { next_deadline, next_check, ...columns } = project(
    { ...change, nextDeadline: null },
    row?.head ?? "",
  );
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
