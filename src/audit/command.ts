import type { PersonId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Contact, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { AuditEntry, Evidence, RecordedAuditEntry } from "../ports/evidence.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { Options, Understood } from "./options.ts";

/** What a subcommand works with. */
export interface Desk {
  readonly evidence: Evidence;
  readonly contact: (person: PersonId) => Promise<Contact | null>;
  readonly thread: ThreadStore["thread"];
  readonly sharedFile: ThreadStore["sharedFile"];
  readonly policy: Policy;
  readonly reader: ReaderLocale;
  readonly clock: Clock;
  /** Path of the anchors that are kept outside the database, unless an option names another. */
  readonly anchorFile?: string | undefined;
  /** The operating system's user and host. */
  readonly who: string;
  print(line: string): void;
  /** Standard error: a wrong call, never part of a piped feed. */
  complain(line: string): void;
}

/** `npm run audit -- NAME …`: one file per subcommand. */
export interface AuditCommand extends Understood {
  /** The arguments after the name. */
  readonly usage: string;
  readonly does: string;
  /** @returns the exit code: 0 for success, 1 for a fault in the store or a refusal. */
  run(options: Options, desk: Desk): Promise<number>;
}

/** Records the audit entry before the work, because reading cannot be undone. */
export const note = (
  desk: Desk,
  what: AuditEntry["what"],
  about: string,
  why: string,
  tickets: AuditEntry["tickets"] = [],
): Promise<RecordedAuditEntry> =>
  desk.evidence.record({ who: desk.who, what, about, why, ...(tickets.length === 0 ? {} : { tickets }) });
