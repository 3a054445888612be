import type { Progress } from "../cli/progress.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Contact, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type {
  AuditEntry,
  Evidence,
  EvidenceScope,
  EvidenceTrail,
  RecordedAuditEntry,
} from "../ports/evidence.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { Flag, Options } from "./options.ts";

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
  /** Standard output. */
  print(line: string): void;
  /** Asks on the terminal; true where there is none, because a script has decided already. */
  confirm(question: string): Promise<boolean>;
  /** Tells how far something is. */
  progress: Progress;
}

/** One file per subcommand. */
export interface AuditCommand {
  readonly name: string;
  readonly does: string;
  /** Every option that it takes. */
  readonly flags: readonly Flag[];
  /** Arguments without an option, such as `<NUMBER>`. */
  readonly words?: string;
  /** It needs no right to write: a role that may only SELECT, or a file that may only be read. */
  readonly onlyReads?: boolean;
  /** @returns the exit code: 0 for success, 1 for a fault in the store or a refusal. */
  run(options: Options, desk: Desk): Promise<number>;
}

/** Sentences for people; with `--json` one object for programs instead. */
export function tell(
  { json }: Pick<Options, "json">,
  { print }: Pick<Desk, "print">,
  outcome: Readonly<Record<string, unknown>>,
  sentences: readonly string[],
): void {
  for (const line of json ? [JSON.stringify(outcome)] : sentences) print(line);
}

/** The same desk, which tells how far the reading of `total` tickets is. */
export function countingReads(desk: Desk, total: number): Desk {
  async function* read(scope: EvidenceScope): AsyncGenerator<EvidenceTrail> {
    const counter = desk.progress.begin("tickets", total);
    let count = 0;
    try {
      for await (const trail of desk.evidence.read(scope)) {
        yield trail;
        counter.done(++count);
      }
    } finally {
      counter.end();
    }
  }
  const evidence: Evidence = { ...desk.evidence, read };
  return { ...desk, evidence };
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
