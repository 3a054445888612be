/** What is worth another try, for those who have the time. Source: learn.microsoft.com/graph/throttling */
const BUSY: readonly number[] = [429, 502, 503, 504];

/** Busy for so long; null when Graph does not say, as Entra ID Protection and detected apps never do. */
export interface Busy {
  readonly afterMs: number | null;
}

export function busyWith(status: number, retryAfter: unknown): Busy | null {
  if (!BUSY.includes(status)) return null;
  const seconds = typeof retryAfter === "string" || typeof retryAfter === "number" ? Number(retryAfter) : NaN;
  return { afterMs: seconds >= 0 ? seconds * 1000 : null };
}

/** Inside a batch headers come as an object, in whatever case the service behind it writes them. */
export function headerIn(headers: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
