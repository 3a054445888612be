/** At most so many sends in any stretch of so many milliseconds. */
export interface Limit {
  readonly most: number;
  readonly within: number;
}

const SECOND = 1_000;

/**
 * What Teams takes from one bot. Updates count like posts, and a thread counts with its channel.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const PER_CONVERSATION: readonly Limit[] = [
  { most: 7, within: SECOND },
  { most: 8, within: 2 * SECOND },
  { most: 60, within: 30 * SECOND },
  { most: 1800, within: 3600 * SECOND },
];
export const PER_TENANT: readonly Limit[] = [{ most: 50, within: SECOND }];

/** When the newest sends happened: as many as the largest limit looks back on, so that every window is exact. */
export class SendLog {
  readonly #limits: readonly Limit[];
  readonly #keep: number;
  #times: number[] = [];

  constructor(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#keep = Math.max(...limits.map(({ most }) => most));
  }

  /** The first moment at which one more send keeps all limits. @param share of each limit that may be used. */
  freeAt(share = 1): number {
    const after = this.#limits.map(({ most, within }) => {
      const counted = Math.max(1, Math.floor(most * share));
      const first = this.#times[this.#times.length - counted];
      return first === undefined ? 0 : first + within;
    });
    return Math.max(...after);
  }

  add(at: number): void {
    this.#times.push(at);
    if (this.#times.length > 2 * this.#keep) this.#times = this.#times.slice(-this.#keep);
  }

  /** Nothing in it counts any more. */
  isStale(at: number): boolean {
    const newest = this.#times.at(-1);
    return newest === undefined || at - newest >= Math.max(...this.#limits.map(({ within }) => within));
  }
}
