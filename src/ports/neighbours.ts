/**
 * The processes on the same store, as one of them hears the others: short notes that are worth something now and nothing
 * later. Nobody may rely on them: a note can be lost with its connection, and then it is not told again.
 */
export interface Neighbours {
  /** To everybody who listens, also to whoever tells. Never throws and is never waited for. */
  tell(note: string): void;
  hear(listener: (note: string) => void): void;
}

/** Bytes of UTF-8 that a note may have. */
export const LONGEST_NOTE = 7_000;
