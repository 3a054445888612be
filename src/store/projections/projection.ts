import type { TicketEvent } from "../../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Lease } from "../../ports/delivery-store.ts";
import type { IntegrityFault } from "../../ports/evidence.ts";
import type { Appended } from "../../ports/ticket-store.ts";
import type { Database, Tx } from "../database/database.ts";
import type { Filled } from "../database/statement.ts";
import type { ChainHead } from "../events/hash-chain.ts";
import type { TicketSpan } from "../events/read-stream.ts";
import type { SignedHead } from "../events/signer.ts";

/**
 * A table derived from the events of tickets. Append, rebuild, erase and verify all loop over the list in `index.ts`, so
 * adding a projection there is all there is to do.
 */
export interface Projection {
  readonly table: string;
  /** What brings the rows up to date with appended events, in their transaction; nothing where they stay as they are. */
  append(change: Change): readonly Write[];
  /** Writes the rows of one ticket as its events say. */
  rebuild(tx: Tx, replayed: Replayed): Promise<void>;
  /**
   * Deletes all rows, before every ticket is rebuilt. Null for a table that is corrected in place, because its rows hold
   * more than the events say, such as leases.
   */
  readonly clear: ((tx: Tx) => Promise<void>) | null;
  /** Removes the plain texts on these tickets: all of them, or those about one person. */
  erase(tx: Tx, tickets: readonly TicketId[], about?: PersonId): Promise<void>;
  /** Begins a comparison of the rows with the events. */
  verification(): Verification;
}

export interface Verification {
  /** Reads the rows of some tickets. @returns which columns differ from what the events of one of them say. */
  load(tx: Tx, tickets: TicketSpan): Promise<(replayed: Replayed) => readonly string[]>;
  /** What was learned from the tickets so far, as a value that another thread can be sent. */
  learned?(): unknown;
  /** Adds what another thread learned from the tickets after these. */
  learn?(learned: unknown): void;
  /** Faults that belong to no single ticket; asked for when all tickets were compared. */
  rest?(store: WholeStore): AsyncIterable<IntegrityFault>;
}

export interface WholeStore {
  readonly database: Database;
  /** False when a hash chain is broken: then names may be missing from the events. */
  readonly isWhole: boolean;
  /** Replays all tickets once more. */
  everyTicket(): AsyncIterable<Replayed>;
}

export interface Write {
  readonly statement: Filled;
  /** When it does not change this many rows, the append is undone with this outcome. */
  readonly must?: { readonly change: number; readonly else: Appended };
  /** It returns the ticket's row, `LeasedRow`. */
  readonly leases?: true;
}

export interface LeasedRow {
  readonly lease_by: string | null;
  readonly tries: number;
}

/** Events that are being appended to a ticket. */
export interface Change {
  readonly ticket: TicketId;
  readonly events: readonly TicketEvent[];
  readonly after: Ticket;
  readonly nextDeadline: number | null;
  readonly head: SignedHead;
  readonly lease: Lease | null;
  /** With the newest audit entry that had destroyed keys. Version 0 and no ticket when there was none. */
  readonly before: ChainHead & { readonly ticket: Ticket | null; readonly erasures: number };
}

/** What the events of one ticket say. */
export interface Replayed {
  readonly ticket: Ticket;
  readonly namings: readonly Naming[];
  readonly head: SignedHead;
  /** A text on it can no longer be opened, because its key was destroyed. */
  readonly hasErased: boolean;
  /** Whose keys are missing without an audit entry that explains it: their texts cannot be compared. */
  readonly lost: ReadonlySet<PersonId>;
  /** When its next deadline is, and how many ms later than that the row may say; absent without a policy. */
  readonly due?: { readonly nextDeadline: number | null; readonly tolerance: number };
}

/** A person's name as one event gives it; null text once it was erased. */
export interface Naming {
  readonly who: Person;
  /** Epoch ms. */
  readonly at: number;
}

/** The names that the events give to people. Texts may be sealed. */
export const namingsIn = (events: readonly TicketEvent[]): Naming[] =>
  events.flatMap((event): Naming[] => {
    switch (event.type) {
      case "TicketOpened":
        return [{ who: event.sharer, at: event.at }];
      case "TicketClaimed":
        return [{ who: event.helper, at: event.at }];
      case "TicketHandedOver":
        return [{ who: event.to, at: event.at }];
      default:
        return [];
    }
  });

/** PostgreSQL stores no NUL in a text, and nothing is lost without it. */
export const plain = (text: string): string => text.toWellFormed().replaceAll("\0", "");
