import { type FileHandle, open } from "node:fs/promises";
import { SharedFlush } from "./shared-flush.ts";

/**
 * Brings SQLite's write-ahead log to the disk, apart from SQLite: with `synchronous = NORMAL` a commit is in the log
 * and safe from the death of the process, and this makes it safe from a power cut, as `FULL` would, but for many
 * commits at once and without blocking the event loop. Checkpoints flush by themselves (sqlite.org/wal.html).
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
