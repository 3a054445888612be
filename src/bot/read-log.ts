import type { TicketId } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Clock } from "../ports/clock.ts";
import type { AuditEntry, Evidence, StoryRead } from "../ports/evidence.ts";
import type { FoundTicket, SearchScope } from "../ports/ticket-search.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Caller } from "./caller.ts";

/** Who looks, and by which right. */
export interface Looker {
  readonly caller: Caller;
  readonly sight: SearchScope;
}

/**
 * Records who looks at what is about others, before it is shown: what is read cannot be unread. Each answer is whether
 * it may be shown now; not, when it could not be recorded.
 */
export interface ReadLog {
  /** The story of a ticket; once for each reader, ticket and day. */
  story(looker: Looker, ticket: Ticket): Promise<boolean>;
  /** A list that somebody asked for by pressing Enter; once for each question, answer and day. */
  list(looker: Looker, question: string, found: readonly FoundTicket[]): Promise<boolean>;
  /** A list that comes while somebody types; as often as it shows a request that they were not shown that day. */
  glimpse(looker: Looker, question: string, found: readonly FoundTicket[]): Promise<boolean>;
  /** A report that names people; once for each reader and day. */
  report(caller: Caller, report: string): Promise<boolean>;
  /** Who was shown the story of a ticket. */
  of(ticket: TicketId): Promise<readonly StoryRead[]>;
}

/** For everybody who was not shown something because of that. */
export const UNRECORDED =
  "Beckon records who reads about others, and cannot do so right now, so this is not shown. Nothing was changed. Please try again in a minute.";

const DAY_MS = 86_400_000;
/** Forgetting some only means that a read is recorded twice on one day. */
const MOST_KEPT = 50_000;

export function createReadLog({
  evidence,
  clock,
}: {
  readonly evidence: Pick<Evidence, "record" | "readsOf">;
  readonly clock: Clock;
}): ReadLog {
  let day = 0;
  const noted = new Map<string, Promise<boolean>>();

  function today(): Map<string, Promise<boolean>> {
    const now = Math.floor(clock.now() / DAY_MS);
    if (now !== day || noted.size > MOST_KEPT) noted.clear();
    day = now;
    return noted;
  }

  /** @param keys what is recorded with it: for these it need not be done again that day. */
  async function once(keys: readonly string[], act: () => AuditEntry): Promise<boolean> {
    const known = today();
    const before = keys.map((key) => known.get(key));
    if (before.every((each) => each !== undefined)) {
      const outcomes = await Promise.all(before);
      if (!outcomes.includes(false)) return true;
    }
    const recorded = isRecorded(evidence.record(act()));
    for (const key of keys) known.set(key, recorded);
    let isDone = false;
    try {
      isDone = await recorded;
      return isDone;
    } finally {
      if (!isDone) for (const key of keys) known.delete(key);
    }
  }

  return {
    async story({ caller, sight }, ticket) {
      if (isTheirs(caller, ticket.sharer.id, ticket.claim?.helper.id)) return true;
      const about = aboutOne(ticket.id, ticket.sharer.id);
      return await once([key(caller, "read", ticket.id)], () => ({
        ...by(caller),
        what: "read",
        about,
        why: `story in Teams, as ${sight.kind}`,
      }));
    },
    async list({ caller, sight }, question, found) {
      const others = othersIn(found, caller);
      if (others.length === 0) return true;
      const about = aboutAll(others);
      return await once([key(caller, "search", question, about)], () => ({
        ...by(caller),
        what: "search",
        about,
        why: `find in Teams, as ${sight.kind}`,
        asked: personal(caller.id, question),
      }));
    },
    async glimpse({ caller, sight }, question, found) {
      const others = othersIn(found, caller);
      if (others.length === 0) return true;
      return await once(
        others.map(({ id }) => key(caller, "glimpse", id)),
        () => ({
          ...by(caller),
          what: "search",
          about: aboutAll(others),
          why: `compose box of Teams, as ${sight.kind}`,
          asked: personal(caller.id, question),
        }),
      );
    },
    report: (caller, report) =>
      once([key(caller, "report", report)], () => ({
        ...by(caller),
        what: "report",
        about: report,
        why: "in Teams, as lead",
      })),
    of: evidence.readsOf,
  };
}

/** A store that is away records nothing, and then nothing is shown; every other fault is one. */
async function isRecorded(recording: Promise<unknown>): Promise<boolean> {
  try {
    await recording;
    return true;
  } catch (fault) {
    if (fault instanceof StoreUnavailable) return false;
    throw fault;
  }
}

/** Reading about oneself is everybody's right, and the trail says who holds a ticket, from when until when. */
const isTheirs = (caller: Caller, sharer: string, helper: string | null | undefined): boolean =>
  caller.id === sharer || caller.id === helper;

const othersIn = (found: readonly FoundTicket[], caller: Caller): readonly FoundTicket[] =>
  found.filter(({ sharer, helper }) => !isTheirs(caller, sharer, helper));

const by = ({ id, name }: Caller): Pick<AuditEntry, "who" | "name"> => ({
  who: id,
  name: personal(id, name),
});

const aboutOne = (ticket: string, sharer: string): string => `${ticket}, person ${sharer}`;
const aboutAll = (found: readonly FoundTicket[]): string =>
  found.map(({ id, sharer }) => aboutOne(id, sharer)).join("; ");

const key = ({ id }: Caller, ...parts: readonly string[]): string => JSON.stringify([id, ...parts]);
