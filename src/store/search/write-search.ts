import type { Transaction } from "kysely";
import type { Append } from "../../ports/ticket-store.ts";
import type { EventType, TicketEvent } from "../../ticket/events.ts";
import type { Person } from "../../ticket/person.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Schema } from "../schema.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import { documentOf } from "./document.ts";
import { plain } from "./plain.ts";
import { sessionRows } from "./session-rows.ts";

type Tx = Transaction<Schema>;

/** What searches and reports read, brought up to date with the events that are being written. */
export async function writeSearch(
  tx: Tx,
  { words }: StoreDialect,
  { ticket, events, after }: Pick<Append, "ticket" | "events" | "after">,
): Promise<void> {
  const happened = (what: ReadonlySet<EventType>) => events.some(({ type }) => what.has(type));
  if (happened(CHANGES_WORDS)) await words.write(tx, numberOf(ticket), documentOf(after));
  if (happened(NAMES_SOMEBODY)) await writePeople(tx, events.flatMap(peopleNamed), after.lastAt);
  if (happened(CHANGES_SESSIONS)) await writeSessions(tx, sessionRows(after).slice(-2));
}

/** Everything else changes nothing that a ticket is found by. */
const CHANGES_WORDS: ReadonlySet<EventType> = new Set([
  "TicketOpened",
  "TicketAmended",
  "TicketWithdrawn",
  "TicketClaimed",
  "ClaimGivenBack",
  "ClaimLapsed",
  "TicketHandedOver",
  "NoteAdded",
  "TicketResolved",
  "TicketReopened",
  "FeedbackGiven",
  "ViewAsked",
]);

const NAMES_SOMEBODY: ReadonlySet<EventType> = new Set(["TicketOpened", "TicketClaimed", "TicketHandedOver"]);

const CHANGES_SESSIONS: ReadonlySet<EventType> = new Set([
  "ViewAsked",
  "ConsentGiven",
  "GrantRevoked",
  "GrantExpired",
  "SessionPaused",
  "SessionResumed",
  "SessionEnded",
]);

function peopleNamed(event: TicketEvent): Person[] {
  switch (event.type) {
    case "TicketOpened":
      return [event.sharer];
    case "TicketClaimed":
      return [event.helper];
    case "TicketHandedOver":
      return [event.to];
    default:
      return [];
  }
}

const DAY_MS = 86_400_000;

export async function writePeople(tx: Tx, people: readonly Person[], at: number): Promise<void> {
  const named = new Map(people.map(({ id, name }) => [id, plain(name.text ?? "")]));
  // In one order, so that two who write the same people never wait for each other.
  const rows = [...named]
    .map(([person, name]) => ({ person, name, named_at: at }))
    .filter(({ name }) => name !== "");
  if (rows.length === 0) return;
  await tx
    .insertInto("people")
    .values(rows.sort((one, other) => (one.person < other.person ? -1 : 1)))
    .onConflict((conflict) =>
      conflict
        .column("person")
        .doUpdateSet((row) => ({ name: row.ref("excluded.name"), named_at: row.ref("excluded.named_at") }))
        .where((row) =>
          row.or([
            row("people.name", "!=", row.ref("excluded.name")),
            row("people.named_at", "<", at - DAY_MS),
          ]),
        ),
    )
    .execute();
}

export async function writeSessions(tx: Tx, rows: ReturnType<typeof sessionRows>): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("sessions")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["ticket_number", "session"]).doUpdateSet((row) => ({
        device_name: row.ref("excluded.device_name"),
        started_at: row.ref("excluded.started_at"),
        ended_at: row.ref("excluded.ended_at"),
        cause: row.ref("excluded.cause"),
        levels: row.ref("excluded.levels"),
      })),
    )
    .execute();
}
