/**
 * Many commits, one flush: whoever asks while a flush is under way waits for the next one, together with all others
 * who do. Flushing blocks nobody else meanwhile.
 */
export class SharedFlush {
  readonly #flush: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /** Resolves when everything that was committed before is on the disk. Rejects when nobody knows whether it is. */
  flushed(): Promise<void> {
    // One that is under way may have begun before the newest commit.
    this.#next ??= this.#last.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    this.#last = this.#next;
    return this.#next;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  #begin(): Promise<void> {
    this.#next = null;
    return this.#flush();
  }
}
