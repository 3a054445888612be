import { LRUCache } from "lru-cache";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import type { SearchScope } from "../ports/ticket-search.ts";

/** Which tickets a person may find now. */
export interface SearchScopeAnswer {
  readonly sight: SearchScope;
  /** False when Graph could not tell their roles; they find their own requests, for which no role is needed. */
  readonly isCertain: boolean;
}

/** A search box asks again with every key, so roles are cached for a minute. Only reading rests on them. */
const TTL_MS = 60_000;
const MOST_PEOPLE = 5_000;

export function createSearchScopes({
  directory,
  clock,
}: {
  readonly directory: Directory;
  readonly clock: Clock;
}): (person: PersonId) => Promise<SearchScopeAnswer> {
  const cache = new LRUCache<PersonId, Promise<SearchScopeAnswer>>({
    max: MOST_PEOPLE,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: clock,
  });
  return async (person) => {
    const cached = cache.get(person);
    if (cached !== undefined) return cached;
    const asked = ask(person, directory);
    cache.set(person, asked);
    const answer = await asked.catch(() => null);
    if (answer?.isCertain !== true && cache.peek(person) === asked) cache.delete(person);
    return asked;
  };
}

async function ask(person: PersonId, directory: Directory): Promise<SearchScopeAnswer> {
  try {
    const { roles, auditor = false } = await directory.staff(person);
    return { sight: { kind: kindOf(roles, auditor), person }, isCertain: true };
  } catch (fault) {
    if (!(fault instanceof DirectoryUnavailable)) throw fault;
    return { sight: { kind: "own", person }, isCertain: false };
  }
}

/** A lead sees everything. An auditor who also helps reads as an auditor. */
function kindOf(
  roles: { readonly helper: boolean; readonly lead: boolean },
  auditor: boolean,
): SearchScope["kind"] {
  if (roles.lead) return "lead";
  if (auditor) return "auditor";
  return roles.helper ? "helper" : "own";
}
