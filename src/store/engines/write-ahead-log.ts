import { type FileHandle, open } from "node:fs/promises";

/**
 * Group commit: everyone who asks while a flush is under way shares the next one. Flushing blocks nobody else.
 *
 * After a failed flush every later one fails too. The system may have dropped what it could not write, and then the
 * next flush succeeds without it (lwn.net/Articles/752063). A restart reads what is really on the disk.
 */
export class SharedFlush {
  readonly #flush: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /** Resolves when every commit so far is on the disk. */
  flushed(): Promise<void> {
    // A flush under way may have begun before the newest commit.
    this.#next ??= this.#last.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    this.#last = this.#next;
    return this.#next;
  }

  /** Resolves when no flush is under way. */
  async idle(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  async #begin(): Promise<void> {
    this.#next = null;
    if (this.#failure !== null) throw this.#failure.error;
    try {
      await this.#flush();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}

/**
 * Flushes SQLite's write-ahead log apart from SQLite. With `synchronous = NORMAL` a commit is in the log and survives
 * the death of the process; this makes it survive a power cut, as `FULL` would, but for many commits at once and
 * without blocking the event loop. Checkpoints flush by themselves (sqlite.org/wal.html).
 */
export class WriteAheadLog {
  readonly #path: string | null;
  readonly #shared = new SharedFlush(() => this.#flush());
  #handle: FileHandle | null = null;

  constructor(database: string) {
    this.#path = database === ":memory:" ? null : `${database}-wal`;
  }

  flushed(): Promise<void> {
    return this.#shared.flushed();
  }

  async close(): Promise<void> {
    await this.#shared.idle();
    await this.#handle?.close();
    this.#handle = null;
  }

  /** SQLite keeps the same log file for as long as it has the database open. */
  async #flush(): Promise<void> {
    if (this.#path === null) return;
    this.#handle ??= await open(this.#path, "r+");
    await this.#handle.datasync();
  }
}
