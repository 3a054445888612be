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

/** Who else sends under the same limits, and where this process stands among them. */
export interface Crew {
  /** Processes that are alive, with this one. */
  readonly size: number;
  /** 0 to size − 1, another one for each process. */
  readonly rank: number;
}

export const ALONE: Crew = { size: 1, rank: 0 };

/** What nobody confirmed for this long is no longer held back for: the others may never hear of it. */
const UNCONFIRMED_FOR = SECOND;

/** When the newest sends happened: as many as the largest limit looks back on, so that every window is exact. */
export class SendLog {
  readonly #limits: readonly Limit[];
  readonly #keep: number;
  #times: number[] = [];
  /** Own sends of which the others have not heard yet. */
  #untold: number[] = [];

  constructor(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#keep = Math.max(...limits.map(({ most }) => most));
  }

  /**
   * The first moment at which one more send keeps all limits. @param share of each limit that may be used.
   *
   * Of the n sends that are left in a window, this process may send ⌊(n + rank) / size⌋ before it and the others have
   * heard of one another. Over all ranks that is n, so nobody has to ask anybody. Solved for the window, each untold send
   * counts `size` times.
   */
  freeAt(share = 1, { size, rank }: Crew = ALONE): number {
    const perLimit = this.#limits.map(({ most, within }) => {
      const room = Math.max(1, Math.floor(most * share)) + rank - size;
      return this.#firstWithRoom(Math.max(0, room), within, size - 1);
    });
    return Math.max(...perLimit);
  }

  /** An untold send stops to weigh more once it is told, or given up on: whichever way is free first. */
  #firstWithRoom(room: number, within: number, weight: number): number {
    const untold = weight === 0 ? 0 : this.#untold.length;
    let first = Infinity;
    for (let left = 0; left <= untold && weight * left <= room; left++) {
      const givenUp = left === untold ? 0 : (this.#untold[untold - 1 - left] ?? 0) + UNCONFIRMED_FOR;
      const oldest = this.#times[this.#times.length - 1 - (room - weight * left)];
      first = Math.min(first, Math.max(givenUp, oldest === undefined ? 0 : oldest + within));
    }
    return first;
  }

  /** This process sends. */
  add(at: number): void {
    this.#untold = this.#untold.filter((each) => at - each < UNCONFIRMED_FOR);
    this.#untold.push(at);
    this.#keepTime(at);
  }

  /** Another process sent so many lately. */
  addHeard(count: number, at: number): void {
    for (let i = 0; i < Math.min(count, this.#keep); i++) this.#keepTime(at);
  }

  /** The others have heard of what this process sent up to then. @returns whether anything is left to tell. */
  told(upTo: number): boolean {
    this.#untold = this.#untold.filter((at) => at > upTo);
    return this.#untold.length > 0;
  }

  #keepTime(at: number): void {
    this.#times.push(at);
    if (this.#times.length > 2 * this.#keep) this.#times = this.#times.slice(-this.#keep);
  }

  /** Nothing in it counts any more. */
  isStale(at: number): boolean {
    const newest = this.#times.at(-1);
    return newest === undefined || at - newest >= Math.max(...this.#limits.map(({ within }) => within));
  }
}
