import type { TicketEvent } from "../src/domain/ticket/events.ts";
import { replay } from "../src/domain/ticket/evolve.ts";
import type { PersonId } from "../src/domain/ticket/ids.ts";
import type { Person } from "../src/domain/ticket/person.ts";
import type { Database } from "../src/store/database/database.ts";
import { counterRow } from "../src/store/events/counters.ts";
import { type PersonKey, writeEvent } from "../src/store/events/event-record.ts";
import { extend, genesis } from "../src/store/events/hash-chain.ts";
import { newKey, together, unwrapKey, type WrappedKey } from "../src/store/events/keyring.ts";
import { numberOf } from "../src/store/events/read-stream.ts";
import { createSigner, type Signer, signHead } from "../src/store/events/signer.ts";
import { sessionRows } from "../src/store/projections/sessions.ts";
import { ticketRow } from "../src/store/projections/tickets.ts";
import { documentOf } from "../src/store/projections/words.ts";
import { HELPERS, helperAt, type Story, sharerAt, sharers, storyAt } from "./stories.ts";

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
/** The rows of each table; `ticket_words` has the words of a ticket in one text, `people` each naming of a person. */
export type Rows = Readonly<Record<string, readonly Row[]>>;
export type Engine = Database["dialect"]["name"];

/** What the rows of a store are made with; the same for everybody who makes some of them. */
export interface Recipe {
  readonly tickets: number;
  readonly master: PersonKey;
  readonly keys: ReadonlyMap<PersonId, WrappedKey>;
}

const everybody = (tickets: number): Person[] => [
  ...Array.from({ length: sharers(tickets) }, (_, n) => sharerAt(n)),
  ...Array.from({ length: HELPERS }, (_, n) => helperAt(n)),
];

export const recipeFor = (tickets: number, master: PersonKey): Recipe => ({
  tickets,
  master,
  keys: new Map(everybody(tickets).map(({ id }) => [id, newKey(id, master)])),
});

/** What belongs to no ticket. */
export const commonRows = ({ tickets, keys }: Recipe, signer: Signer): Rows => ({
  person_keys: [...keys].map(([person, { id, wrapped }]) => ({ person, id, wrapped })),
  counters: [counterRow(signer, "ticket", 1000 + tickets), counterRow(signer, "opened", tickets)],
});

/** Makes the rows of some tickets, by what the store's own writers use: sealed, chained, projected, split into words. */
export function rowMaker({ tickets, master, keys }: Recipe) {
  const opened = new Map<string, PersonKey>();
  const signer = createSigner(master.secret);
  const people = {
    get(person: string): PersonKey | undefined {
      const wrapped = keys.get(person as PersonId);
      if (wrapped === undefined) return undefined;
      const key = opened.get(person) ?? unwrapKey(person, wrapped, master);
      opened.set(person, key);
      return key;
    },
  };
  return (from: number, to: number): Rows => {
    const rows: Made = {
      events: [],
      tickets: [],
      ticket_keys: [],
      sessions: [],
      ticket_words: [],
      people: [],
    };
    for (let n = from; n < to; n++) tell(storyAt(n, tickets), rows);
    return rows;
  };

  function tell({ ticket, events }: Story, rows: Made): void {
    const after = replay(ticket, events);
    if (after === null) throw new Error(`${ticket} has no story`);
    const ticketKey = newKey(ticket, master);
    const keysHere = together(people, unwrapKey(ticket, ticketKey, master));
    const bodies = events.map((event, index) => writeEvent(ticket, index + 1, event, keysHere));
    const records = extend({ version: 0, hash: genesis(ticket) }, bodies);
    const number = numberOf(ticket);
    for (const [index, { version, body, prevHash, hash }] of records.entries()) {
      rows.events.push({ ticket, version, at: events[index]?.at ?? 0, body, prev_hash: prevHash, hash });
    }
    const head = signHead(signer, "ticket", ticket, records.at(-1) ?? { version: 0, hash: "" });
    const row = ticketRow(after, head, null);
    rows.tickets.push({ cards_version: after.version, ...row });
    rows.ticket_keys.push({ ticket, id: ticketKey.id, wrapped: ticketKey.wrapped });
    rows.sessions.push(...sessionRows(after).map((each) => ({ ...each })));
    rows.people.push(...events.flatMap(namedIn));
    rows.ticket_words.push({ number, words: documentOf(after).join(" ") });
  }
}

type Made = Record<"events" | "tickets" | "ticket_keys" | "sessions" | "ticket_words" | "people", Row[]>;

function namedIn(event: TicketEvent): Row[] {
  const who =
    event.type === "TicketOpened" ? event.sharer : event.type === "TicketClaimed" ? event.helper : null;
  return who === null ? [] : [{ person: who.id, name: who.name.text, named_at: event.at }];
}
