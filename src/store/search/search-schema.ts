/** The projections that searches, diaries and reports read. Drawn from the events; `complete-search.ts` draws them anew. */
export interface SearchSchema {
  readonly people: PersonTable;
  readonly sessions: SessionTable;
}

/** Names in plain text; a row goes when its person is erased. */
export interface PersonTable {
  readonly person: string;
  readonly name: string;
  /** When somebody was last named so, to the day: old names go with the tickets that held them. */
  readonly named_at: number;
}

/** Every session that was ever asked for. */
export interface SessionTable {
  readonly ticket: string;
  readonly ticket_number: number;
  readonly session: number;
  readonly sharer: string;
  readonly helper: string;
  readonly device: string;
  /** Emptied when the sharer is erased: it often holds a name. */
  readonly device_name: string;
  readonly device_model: string;
  readonly asked_at: number;
  /** The first consent; null when there was none. */
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly cause: string | null;
  /** JSON: the spans of the session's account. */
  readonly levels: string;
}
