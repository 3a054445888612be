/** An hour: how old a row may grow that says the same. */
const STALE_AFTER_MS = 3_600_000;

interface Seen {
  readonly seen_at: number;
}

/**
 * Does the row already say what was heard? Everybody is heard from with each press, and a write costs a flush to the
 * disk, so it is spared where nothing is new.
 */
export function isOldNews<Heard extends Seen>(known: Seen | undefined, heard: Heard): boolean {
  if (known === undefined || heard.seen_at - known.seen_at > STALE_AFTER_MS) return false;
  const row: Readonly<Record<string, unknown>> = { ...known };
  return Object.entries(heard).every(([column, value]) => column === "seen_at" || row[column] === value);
}
