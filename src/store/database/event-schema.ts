/** What was done and written: appended to, and never changed but by erasure and retention. */
export interface EventStoreSchema {
  readonly events: EventTable;
  readonly presses: PressTable;
  readonly counters: CounterTable;
  readonly settings: { readonly name: string; readonly value: string };
  readonly person_keys: PersonKeyTable;
  readonly ticket_keys: TicketKeyTable;
  readonly messages: MessageTable;
  readonly message_files: MessageFileTable;
}

/** The conversation of a ticket: a hash chain of messages, edits and removals, whose end is in `chain_heads`. */
export interface MessageTable {
  readonly ticket: string;
  readonly version: number;
  /** Names a sent message in Teams; null for its edit or removal. */
  readonly source: string | null;
  readonly at: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** The bytes of what came with a message, sealed; its record has the hash of `sealed`. Deleted when its key is destroyed. */
export interface MessageFileTable {
  readonly ticket: string;
  readonly version: number;
  readonly part: number;
  readonly about: string;
  readonly sealed: string;
}

/** One event stream per ticket: appended to, never changed. */
export interface EventTable {
  readonly ticket: string;
  readonly version: number;
  readonly at: number;
  /** Canonical JSON of the event with its personal texts sealed: exactly the text that the hash covers. */
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** How far something was counted; the code is over name and value. */
export interface CounterTable {
  readonly name: string;
  readonly value: number;
  readonly mac: string;
}

/** Idempotency keys: which action was applied to which ticket, so that a repeated delivery is applied once. */
export interface PressTable {
  readonly press: string;
  readonly ticket: string;
  readonly at: number;
  /** Over the key and the ticket: a planted row would make an action pass for one that was applied. */
  readonly mac: string;
}

/** A person's key, wrapped by the master key. Deleting the row is crypto-shredding: what it sealed can never be read again. */
export interface PersonKeyTable {
  readonly person: string;
  readonly id: string;
  readonly wrapped: string;
}

/** The key of a ticket or of one audit entry, wrapped by the master key. Deleting the row makes its texts unreadable. */
export interface TicketKeyTable {
  readonly ticket: string;
  readonly id: string;
  readonly wrapped: string;
}
