import type { PersonId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Contact, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { AuditEntry, Evidence, RecordedAuditEntry } from "../ports/evidence.ts";
import type { Options, Understood } from "./options.ts";

/** What a subcommand works with. */
export interface Desk {
  readonly evidence: Evidence;
  readonly contact: (person: PersonId) => Promise<Contact | null>;
  readonly policy: Policy;
  readonly reader: ReaderLocale;
  readonly clock: Clock;
  /** The operating system's user and host. */
  readonly who: string;
  print(line: string): void;
  /** Standard error: a wrong call, never part of a piped feed. */
  complain(line: string): void;
}

/** `npm run audit -- NAME …`: one file per subcommand. */
export interface AuditCommand extends Understood {
  /** What is written behind the name. */
  readonly usage: string;
  readonly does: string;
  /** @returns the exit code: 0 all is well, 1 something is wrong with the store, or the answer is no. */
  run(options: Options, desk: Desk): Promise<number>;
}

/** Notes who does this and why, before it is done: what is read cannot be unread. */
export const note = (
  desk: Desk,
  what: AuditEntry["what"],
  about: string,
  why: string,
  tickets: AuditEntry["tickets"] = [],
): Promise<RecordedAuditEntry> =>
  desk.evidence.record({ who: desk.who, what, about, why, ...(tickets.length === 0 ? {} : { tickets }) });
