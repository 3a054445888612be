import type { Ticket } from "../../domain/ticket/ticket.ts";
import { documentOf } from "./document.ts";
import type { SearchRows } from "./search-rows.ts";
import type { SessionTable } from "./search-schema.ts";
import { sessionRows } from "./session-rows.ts";

/**
 * The columns by which a ticket would be found as something else than its events tell.
 * @param hasLostWords some of its texts were let go. Its words are taken out with them and drawn again right after, so
 * that until then there may be none.
 */
export function searchDifferences(stored: SearchRows, ticket: Ticket, hasLostWords: boolean): string[] {
  return [...wordDifferences(stored.words, ticket, hasLostWords), ...sessionDifferences(stored, ticket)];
}

function wordDifferences(words: string | null, ticket: Ticket, hasLostWords: boolean): string[] {
  if (words === null) return hasLostWords ? [] : ["ticket_words (its row is missing)"];
  return words === documentOf(ticket).join(" ") ? [] : ["ticket_words.words"];
}

function sessionDifferences({ sessions }: SearchRows, ticket: Ticket): string[] {
  const wanted = new Map(sessionRows(ticket).map((row) => [row.session, row]));
  const differing = sessions.flatMap((stored) => {
    const row = wanted.get(stored.session);
    wanted.delete(stored.session);
    if (row === undefined) return [`sessions (a row for session ${stored.session}, which never was)`];
    return COLUMNS.filter((column) => stored[column] !== row[column]).map(
      (column) => `sessions.${column} of session ${stored.session}`,
    );
  });
  return [...differing, ...[...wanted.keys()].map((session) => `sessions (session ${session} is missing)`)];
}

const COLUMNS: readonly (keyof SessionTable)[] = [
  ...(["ticket_number", "sharer", "helper", "device", "device_name", "device_model"] as const),
  ...(["asked_at", "started_at", "ended_at", "cause", "levels"] as const),
];
