import type { PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { type Directory, DirectoryUnavailable } from "../ports/directory.ts";
import type { SearchScope } from "../ports/ticket-search.ts";

/** What somebody may find now. */
export interface SearchScopeAnswer {
  readonly sight: SearchScope;
  /** False when nobody could tell their roles: then they find their own requests, for which none is needed. */
  readonly isCertain: boolean;
}

/** A search sends a question with every key that is pressed, and Graph is not to be asked each time. */
const KEEP_MS = 60_000;
const MOST_KEPT = 5_000;

interface Known {
  readonly at: number;
  readonly seen: Promise<SearchScopeAnswer>;
}

/** Reads roles for searches and keeps them for a minute. Nothing but reading rests on them. */
export function createSearchScopes({
  directory,
  clock,
}: {
  readonly directory: Directory;
  readonly clock: Clock;
}): (person: PersonId) => Promise<SearchScopeAnswer> {
  const known = new Map<PersonId, Known>();
  return async (person) => {
    const kept = known.get(person);
    if (kept !== undefined && clock.now() - kept.at < KEEP_MS) return kept.seen;
    if (known.size >= MOST_KEPT) known.clear();
    const asked = { at: clock.now(), seen: look(person, directory) };
    known.set(person, asked);
    const seen = await asked.seen.catch(() => null);
    if (seen?.isCertain !== true && known.get(person) === asked) known.delete(person);
    return asked.seen;
  };
}

async function look(person: PersonId, directory: Directory): Promise<SearchScopeAnswer> {
  try {
    const { roles, auditor = false } = await directory.staff(person);
    return { sight: { kind: kindOf(roles, auditor), person }, isCertain: true };
  } catch (fault) {
    if (!(fault instanceof DirectoryUnavailable)) throw fault;
    return { sight: { kind: "own", person }, isCertain: false };
  }
}

/** Who leads sees all anyway. Whoever audits those who help reads as an auditor, also when they help. */
function kindOf(
  roles: { readonly helper: boolean; readonly lead: boolean },
  auditor: boolean,
): SearchScope["kind"] {
  if (roles.lead) return "lead";
  if (auditor) return "auditor";
  return roles.helper ? "helper" : "own";
}
