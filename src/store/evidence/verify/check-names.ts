import type { PersonId } from "../../../domain/ticket/ids.ts";
import type { IntegrityFault } from "../../../ports/evidence.ts";
import type { Database } from "../../database.ts";
import type { Naming } from "../../search/namings.ts";
import { plain } from "../../search/plain.ts";

const PAGE = 2000;

/** What the events call people. It grows with their number and not with that of their tickets. */
export interface Names {
  /** With the name opened; a text that is gone reads null. */
  add(naming: Naming): void;
  /** Of this person some names were lost in silence: what the table says cannot be compared. */
  leaveOut(person: PersonId): void;
  /** How `people` differs from that, by person. */
  compare(database: Database): Promise<ReadonlyMap<string, Difference>>;
}

export interface Difference {
  readonly how: Extract<IntegrityFault, { in: "name" }>["how"];
  /** The name in the table and the one in the events. */
  readonly stored: string | null;
  readonly told: string;
}

interface Told {
  readonly at: number;
  /** The newest that can be read. */
  readonly name: string;
  /** When the newest that cannot be read was given: the table may hold that one. */
  readonly lostAt: number;
}

/** @param only these people, when others were found to be in order. */
export function createNames(only?: ReadonlySet<string>): Names {
  const told = new Map<PersonId, Told>();
  const left = new Set<string>();
  return {
    leaveOut: (person) => void left.add(person),

    add({ who: { id, name }, at }) {
      if (only?.has(id) === false) return;
      const known = told.get(id) ?? { at: -Infinity, name: "", lostAt: -Infinity };
      if (name.text === null) told.set(id, { ...known, lostAt: Math.max(known.lostAt, at) });
      else if (at >= known.at) told.set(id, { ...known, at, name: plain(name.text) });
    },

    async compare(database) {
      const found = new Map<string, Difference>();
      const seen = new Set<string>();
      for await (const { person, name: stored } of namesIn(database)) {
        if (only?.has(person) === false || left.has(person)) continue;
        seen.add(person);
        const known = told.get(person as PersonId);
        const how = differs(stored, known);
        if (how !== null) found.set(person, { how, stored, told: known?.name ?? "" });
      }
      for (const [person, { name }] of told) {
        if (name !== "" && !seen.has(person) && !left.has(person))
          found.set(person, { how: "missing", stored: null, told: name });
      }
      return found;
    },
  };
}

function differs(name: string, told: Told | undefined): "changed" | "unknown" | null {
  if (told === undefined || told.name === "") return "unknown";
  return name === told.name || told.lostAt > told.at ? null : "changed";
}

async function* namesIn(database: Database) {
  for (let after: string | undefined = ""; after !== undefined; ) {
    const from: string = after;
    const rows = await database.query((db) =>
      db
        .selectFrom("people")
        .select(["person", "name"])
        .where("person", ">", from)
        .orderBy("person")
        .limit(PAGE)
        .execute(),
    );
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.person;
  }
}
