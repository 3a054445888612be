/**
 * Many commits, one flush: whoever asks while a flush is under way waits for the next one, together with all others
 * who do. Flushing blocks nobody else meanwhile.
 *
 * A flush that failed is the last one. The system may have dropped what it could not write, and then the next flush
 * succeeds without it: nothing that follows could be believed (lwn.net/Articles/752063). Starting again reads what is
 * really there.
 */
export class SharedFlush {
  readonly #flush: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #broken: { readonly by: unknown } | null = null;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /**
   * Resolves when everything that was committed before is on the disk. Rejects when nobody knows whether it is, and from
   * then on always.
   */
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

  async #begin(): Promise<void> {
    this.#next = null;
    if (this.#broken !== null) throw this.#broken.by;
    try {
      await this.#flush();
    } catch (by) {
      this.#broken = { by };
      throw by;
    }
  }
}
