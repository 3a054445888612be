import { LRUCache } from "lru-cache";
import type { TicketId } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { AuditEntry, Evidence, StoryRead } from "../ports/evidence.ts";
import type { FoundTicket, SearchScope } from "../ports/ticket-search.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Caller } from "./action.ts";

/** Who reads, and with which search scope. */
export interface Reading {
  readonly caller: Caller;
  readonly sight: SearchScope;
}

/**
 * Records who reads about other people, before they are shown it. Each method answers whether it may be shown: false
 * when it could not be recorded.
 */
export interface ReadLog {
  /** The story of a ticket; recorded once for each reader, ticket and day. */
  story(reading: Reading, ticket: Ticket): Promise<boolean>;
  /** A list that was asked for with Enter; recorded once for each question, result and day. */
  list(reading: Reading, question: string, found: readonly FoundTicket[]): Promise<boolean>;
  /** A list that comes while a person types; recorded when it shows a request that they have not seen that day. */
  glimpse(reading: Reading, question: string, found: readonly FoundTicket[]): Promise<boolean>;
  /** A report that names people; recorded once for each reader and day. */
  report(caller: Caller, report: string): Promise<boolean>;
  /** Who was shown the story of a ticket. */
  of(ticket: TicketId): Promise<readonly StoryRead[]>;
}

const DAY_MS = 86_400_000;
/** A key that falls out only means that a read is recorded twice on one day. */
const MOST_KEYS = 50_000;

export function createReadLog({
  evidence,
  clock,
}: {
  readonly evidence: Pick<Evidence, "record" | "readsOf">;
  readonly clock: Clock;
}): ReadLog {
  const recorded = new LRUCache<string, Promise<boolean>>({ max: MOST_KEYS });

  /** @param reads each recorded by the entry; when all of them were recorded that day, it is not written again. */
  async function once(
    { id, name }: Caller,
    reads: readonly (readonly string[])[],
    entry: Omit<AuditEntry, "who" | "name">,
  ): Promise<boolean> {
    const day = Math.floor(clock.now() / DAY_MS);
    const keys = reads.map((read) => JSON.stringify([day, id, ...read]));
    const before = keys.map((key) => recorded.get(key));
    if (before.every((each) => each !== undefined)) {
      const outcomes = await Promise.all(before);
      if (!outcomes.includes(false)) return true;
    }
    const recording = isRecorded(evidence.record({ who: id, name: personal(id, name), ...entry }));
    for (const key of keys) recorded.set(key, recording);
    let isDone = false;
    try {
      isDone = await recording;
      return isDone;
    } finally {
      if (!isDone) for (const key of keys) recorded.delete(key);
    }
  }

  return {
    async story({ caller, sight }, ticket) {
      if (isTheirs(caller, ticket.sharer.id, ticket.claim?.helper.id)) return true;
      const about = aboutOne(ticket.id, ticket.sharer.id);
      const why = `story in Teams, as ${sight.kind}`;
      return await once(caller, [["read", ticket.id]], { what: "read", about, why });
    },
    async list({ caller, sight }, question, found) {
      const others = othersIn(found, caller);
      if (others.length === 0) return true;
      const about = aboutAll(others);
      const asked = personal(caller.id, question);
      const why = `find in Teams, as ${sight.kind}`;
      return await once(caller, [["search", question, about]], { what: "search", about, why, asked });
    },
    async glimpse({ caller, sight }, question, found) {
      const others = othersIn(found, caller);
      if (others.length === 0) return true;
      const reads = others.map(({ id }) => ["glimpse", id]);
      const asked = personal(caller.id, question);
      const why = `compose box of Teams, as ${sight.kind}`;
      return await once(caller, reads, { what: "search", about: aboutAll(others), why, asked });
    },
    report: (caller, report) =>
      once(caller, [["report", report]], { what: "report", about: report, why: "in Teams, as lead" }),
    of: evidence.readsOf,
  };
}

/** False while the store is away: then nothing is shown. */
async function isRecorded(recording: Promise<unknown>): Promise<boolean> {
  try {
    await recording;
    return true;
  } catch (fault) {
    if (fault instanceof StoreUnavailable) return false;
    throw fault;
  }
}

/** Reading about oneself needs no record, and the ticket's own events say who held it and when. */
const isTheirs = (caller: Caller, sharer: string, helper: string | null | undefined): boolean =>
  caller.id === sharer || caller.id === helper;

const othersIn = (found: readonly FoundTicket[], caller: Caller): readonly FoundTicket[] =>
  found.filter(({ sharer, helper }) => !isTheirs(caller, sharer, helper));

const aboutOne = (ticket: string, sharer: string): string => `${ticket}, person ${sharer}`;
const aboutAll = (found: readonly FoundTicket[]): string =>
  found.map(({ id, sharer }) => aboutOne(id, sharer)).join("; ");
