import type { Transaction } from "kysely";
import type { EventType } from "../../domain/ticket/events.ts";
import type { Append } from "../../ports/ticket-store.ts";
import type { StoreDialect } from "../engines/dialect.ts";
import type { Schema } from "../schema.ts";
import { numberOf } from "../tickets/ticket-number.ts";
import { documentOf } from "./document.ts";
import { type Naming, namingsIn } from "./namings.ts";
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
  await writePeople(tx, namingsIn(events));
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

const CHANGES_SESSIONS: ReadonlySet<EventType> = new Set([
  "ViewAsked",
  "ConsentGiven",
  "GrantRevoked",
  "GrantExpired",
  "SessionPaused",
  "SessionResumed",
  "SessionEnded",
]);

const DAY_MS = 86_400_000;

/** Whatever order they come in, each person keeps the name of their newest naming. */
export async function writePeople(tx: Tx, namings: readonly Naming[]): Promise<void> {
  const newest = new Map(
    namings
      .toSorted((one, other) => one.at - other.at)
      .map(({ who, at }) => [who.id, { person: who.id, name: plain(who.name.text ?? ""), named_at: at }]),
  );
  // In one order, so that two who write the same people never wait for each other.
  const rows = [...newest.values()].filter(({ name }) => name !== "");
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
            row("people.named_at", "<", row("excluded.named_at", "-", DAY_MS)),
            row.and([
              row("people.named_at", "<=", row.ref("excluded.named_at")),
              row("people.name", "!=", row.ref("excluded.name")),
            ]),
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
