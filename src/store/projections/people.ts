import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { IntegrityFault } from "../../ports/evidence.ts";
import { type Database, pagesByKey } from "../database/database.ts";
import type { PersonTable } from "../database/schema.ts";
import { type Placeholders, statement } from "../database/statement.ts";
import { type Naming, namingsIn, type Projection, plain, type Replayed } from "./projection.ts";

const PAGE = 2000;
const DAY_MS = 86_400_000;

/** What people are called: the newest name that an event gives them, over all tickets. */
export const people: Projection = {
  table: "people",

  append: ({ events }) => rowsOf(namingsIn(events)).map((row) => ({ statement: naming.with(row) })),

  async rebuild(tx, { namings }) {
    for (const row of rowsOf(namings)) await naming.changed(tx, row);
  },

  async clear(tx) {
    await tx.deleteFrom("people").execute();
  },

  /** Names on old tickets may be on newer ones too; retention deletes them by `named_at`. */
  async erase(tx, _, about) {
    if (about !== undefined) await tx.deleteFrom("people").where("person", "=", about).execute();
  },

  /** Memory grows with the number of people, not of tickets. */
  verification() {
    const names = new Names();
    return {
      load: async () => (replayed) => names.add(replayed),
      learned: () => names.learned(),
      learn: (learned) => names.learn(learned as Learned),

      async *rest({ database, isWhole, everyTicket }) {
        if (!isWhole) return;
        const suspects = await names.compare(database);
        if (suspects.size === 0) return;
        // A name may have been added while the tickets were read: only what a second look finds again is a fault.
        const again = new Names(new Set(suspects.keys()));
        for await (const replayed of everyTicket()) again.add(replayed);
        for (const [person, { how, stored, inEvents }] of await again.compare(database)) {
          const before = suspects.get(person);
          if (before?.stored === stored && before.inEvents === inEvents) yield { in: "name", person, how };
        }
      },
    };
  },
};

/** Names as the store knows them, without those of erased people. */
export async function namesOf(
  database: Database,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query((db) =>
    db.selectFrom("people").select(["person", "name"]).where("person", "in", ids).execute(),
  );
  return new Map(rows.map(({ person, name }) => [personId(person), name]));
}

/** The newest name of each person. Always in the same order, so that two transactions on the same people do not deadlock. */
function rowsOf(namings: readonly Naming[]): readonly PersonTable[] {
  const newest = new Map(
    namings
      .toSorted((one, other) => one.at - other.at)
      .map(({ who, at }) => [who.id, { person: who.id, name: plain(who.name.text ?? ""), named_at: at }]),
  );
  const rows = [...newest.values()].filter(({ name }) => name !== "");
  return rows.sort((one, other) => (one.person < other.person ? -1 : 1));
}

/** Each person keeps their newest name, in any order of writing. */
const naming = statement((db, row: Placeholders<PersonTable>) =>
  db
    .insertInto("people")
    .values(row)
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
    ),
);

interface Known {
  at: number;
  /** The newest name that can be read. */
  name: string;
  /** When the newest name that cannot be read was given: the table may hold that one. */
  lostAt: number;
}
const NO_NAME: Readonly<Known> = { at: -Infinity, name: "", lostAt: -Infinity };
const NO_COLUMNS: readonly string[] = [];

interface Difference {
  readonly how: Extract<IntegrityFault, { in: "name" }>["how"];
  /** The name in the table and the one in the events. */
  readonly stored: string | null;
  readonly inEvents: string;
}

interface Learned {
  readonly known: ReadonlyMap<string, Known>;
  readonly lost: ReadonlySet<string>;
}

/** What the events call people. */
class Names {
  readonly #known = new Map<string, Known>();
  /** People whose texts were lost: what the table says of them cannot be compared. */
  readonly #lost = new Set<string>();
  readonly #only: ReadonlySet<string> | undefined;

  /** @param only these people; everyone by default. */
  constructor(only?: ReadonlySet<string>) {
    this.#only = only;
  }

  /** @returns no columns: names are compared when all tickets are known. */
  add({ namings, lost }: Replayed): readonly string[] {
    for (const person of lost) this.#lost.add(person);
    for (const [index, { who, at }] of namings.entries()) {
      // Of each person on a ticket only the newest counts.
      const isNewest = namings.findLastIndex((each) => each.who.id === who.id) === index;
      if (!isNewest || this.#only?.has(who.id) === false) continue;
      const { text } = who.name;
      this.#know(who.id, text === null ? { ...NO_NAME, lostAt: at } : { ...NO_NAME, at, name: plain(text) });
    }
    return NO_COLUMNS;
  }

  learned = (): Learned => ({ known: this.#known, lost: this.#lost });

  learn({ known, lost }: Learned): void {
    for (const person of lost) this.#lost.add(person);
    for (const [person, each] of known) this.#know(person, each);
  }

  #know(person: string, { at, name, lostAt }: Known): void {
    const known = this.#known.get(person);
    if (known === undefined) this.#known.set(person, { at, name, lostAt });
    else {
      known.lostAt = Math.max(known.lostAt, lostAt);
      if (name === "" || at < known.at) return;
      known.at = at;
      known.name = name;
    }
  }

  /** How `people` differs from the events, by person. */
  async compare(database: Database): Promise<ReadonlyMap<string, Difference>> {
    const found = new Map<string, Difference>();
    const seen = new Set<string>();
    for await (const page of pagesByKey(PAGE, "", ({ person }) => person, storedNames(database))) {
      for (const { person, name: stored } of page) {
        if (this.#only?.has(person) === false || this.#lost.has(person)) continue;
        seen.add(person);
        const known = this.#known.get(person);
        const how = differenceOf(stored, known);
        if (how !== null) found.set(person, { how, stored, inEvents: known?.name ?? "" });
      }
    }
    for (const [person, { name }] of this.#known) {
      if (name === "" || seen.has(person) || this.#lost.has(person)) continue;
      found.set(person, { how: "missing", stored: null, inEvents: name });
    }
    return found;
  }
}

function differenceOf(name: string, known: Known | undefined): "changed" | "unknown" | null {
  if (known === undefined || known.name === "") return "unknown";
  return name === known.name || known.lostAt > known.at ? null : "changed";
}

const storedNames = (database: Database) => (after: string, limit: number) =>
  database.query((db) =>
    db
      .selectFrom("people")
      .select(["person", "name"])
      .where("person", ">", after)
      .orderBy("person")
      .limit(limit)
      .execute(),
  );
