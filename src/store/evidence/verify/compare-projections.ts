import type { TicketEvent } from "../../../domain/ticket/events.ts";
import { replay } from "../../../domain/ticket/evolve.ts";
import type { TicketId } from "../../../domain/ticket/ids.ts";
import type { Policy } from "../../../domain/ticket/policy.ts";
import type { Ticket } from "../../../domain/ticket/ticket.ts";
import type { IntegrityFault } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import { type PersonKeys, peopleIn, SealBroken } from "../../keys/seal.ts";
import { type Naming, namingsIn } from "../../search/namings.ts";
import { searchDifferences } from "../../search/search-differences.ts";
import { project, type TicketColumns } from "../../tickets/projection.ts";
import { openEvent, parseEvent } from "../../trail/event-record.ts";
import type { TicketRow, WholeTrail } from "../../trail/trail-pages.ts";
import type { Names } from "./check-names.ts";
import { missingKeys, type SealedText, sealedTextsIn } from "./missing-keys.ts";
import { createOpener, type Opener, withTexts } from "./open-texts.ts";
import { overlooked } from "./overlooked.ts";

/**
 * The tables drawn from the events against what the events say, for trails that are whole. Where texts were lost in
 * silence, what the tables make of texts cannot be compared any more, and that is what is told.
 * @param names takes what the events call people.
 */
export async function compareProjections(
  database: Database,
  keyring: Keyring,
  trails: readonly WholeTrail[],
  names: Names,
  policy?: Policy,
): Promise<IntegrityFault[]> {
  const retold = trails.map((trail) => {
    const events = parseAll(trail);
    const texts = events === null ? [] : sealedTextsIn(events);
    return { trail, events, told: retell(trail.ticket, events), ticket: trail.ticket, texts };
  });
  const people = new Set(retold.flatMap(({ texts }) => texts.map(({ about }) => about)));
  const tickets = trails.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(people, tickets);
  const lost = await missingKeys(database, retold, keysFor);
  for (const texts of lost.values()) for (const { about } of texts) names.leaveOut(about);
  return retold.flatMap(({ trail, events, told, ticket }): IntegrityFault[] => {
    const gone = lost.get(ticket) ?? [];
    const columns =
      told === null || events === null
        ? UNREADABLE
        : [
            ...columnsThatDiffer(trail, events, told, createOpener(keysFor(ticket)), names, gone.length > 0),
            ...(policy === undefined ? [] : overlooked(trail.row, told, policy)),
          ];
    return [
      ...lostOf(ticket, gone),
      ...(columns.length === 0 ? [] : [{ in: "projection", ticket, columns } as const]),
    ];
  });
}

/** For each person the first record with a text that is lost. */
function lostOf(ticket: TicketId, texts: readonly SealedText[]): IntegrityFault[] {
  const first = Map.groupBy(texts, ({ about }) => about);
  return [...first].map(([person, [text]]) => ({ in: "key", ticket, version: text?.version ?? 1, person }));
}

const UNREADABLE = ["events.body"];

function columnsThatDiffer(
  trail: WholeTrail,
  events: readonly object[],
  told: Ticket,
  { open, hasLost }: Opener,
  names: Names,
  isLost: boolean,
): readonly string[] {
  try {
    const ticket = withTexts(told, open);
    for (const { who, at } of newestNamings(events)) names.add({ who: { ...who, name: open(who.name) }, at });
    return [
      ...differences(trail, ticket).filter((column) => !(isLost && column === "tickets.subject")),
      ...wrongMoments(trail, events),
      ...(trail.search === null || isLost ? [] : searchDifferences(trail.search, ticket, hasLost())),
    ];
  } catch (error) {
    if (error instanceof SealBroken) return UNREADABLE;
    throw error;
  }
}

/** Of each person on a ticket the newest only: those before it never count. */
const newestNamings = (events: readonly object[]): Iterable<Naming> =>
  new Map(namingsIn(events as readonly TicketEvent[]).map((naming) => [naming.who.id, naming])).values();

export interface Retold {
  /** One whose events cannot be understood is left out. */
  readonly tickets: ReadonlyMap<TicketId, Ticket>;
  /** Those with texts that were lost in silence. */
  readonly lost: ReadonlySet<TicketId>;
}

/** The tickets as their events tell them. */
export async function retellAll(
  database: Database,
  keyring: Keyring,
  trails: readonly WholeTrail[],
): Promise<Retold> {
  const parsed = trails.map((trail) => {
    const events = parseAll(trail);
    return { ticket: trail.ticket, events, texts: sealedTextsIn(events ?? []) };
  });
  const tickets = parsed.map(({ ticket }) => ticket);
  const keysFor = await keyring.find(peopleIn(parsed), tickets);
  const told = parsed.map(({ ticket, events }) => retell(ticket, events, keysFor(ticket)));
  return {
    tickets: new Map(told.flatMap((ticket) => (ticket === null ? [] : [[ticket.id, ticket]]))),
    lost: new Set((await missingKeys(database, parsed, keysFor)).keys()),
  };
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
  const change = { ticket: ticket.id, expectedVersion: 0, idempotencyKey: null, events: [], after: ticket };
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
