import { replay } from "../../domain/ticket/evolve.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { Keyring } from "../keys/person-keys.ts";
import type { PersonKeys } from "../keys/seal.ts";
import type { ChainRecord } from "../trail/chain.ts";
import { unlockTrail } from "../trail/read-trail.ts";

interface Folded {
  /** Hash of the newest record: it covers all before it. */
  readonly head: string;
  readonly people: ReadonlySet<PersonId>;
  readonly keys: string;
  readonly ticket: Ticket | null;
}

/** A press reads its ticket several times within a second; after that the oldest make room. */
const MOST = 500;

/**
 * Folds verified trails into tickets, and spares unsealing and folding one again that is the same. Keys are asked for
 * each time all the same: who was erased, by whatever process, is found nowhere any more.
 */
export function createFoldedTickets(keyring: Keyring) {
  const kept = new Map<TicketId, Folded>();

  async function sameAsBefore(id: TicketId, head: string): Promise<Folded | null> {
    const folded = kept.get(id);
    if (folded?.head !== head) return null;
    const keys = (await keyring.find(folded.people, [id]))(id);
    return folded.keys === namesOf(folded.people, keys) ? folded : null;
  }

  return {
    /** @param records a trail that was found to be whole. @throws {EventUnreadable} */
    async of(id: TicketId, records: readonly ChainRecord[]): Promise<Ticket | null> {
      const head = records.at(-1)?.hash;
      if (head === undefined) return null;
      const before = await sameAsBefore(id, head);
      if (before !== null) return before.ticket;
      const { entries, people, keys } = await unlockTrail(keyring, id, records);
      const ticket = replay(
        id,
        entries.map(({ event }) => event),
      );
      kept.delete(id);
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.set(id, { head, people, keys: namesOf(people, keys), ticket });
      return ticket;
    },
  };
}

const namesOf = (people: ReadonlySet<PersonId>, keys: PersonKeys): string =>
  [...people].map((person) => keys.get(person)?.id ?? "none").join(" ");
