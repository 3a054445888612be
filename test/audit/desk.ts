import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Desk } from "../../src/audit/command.ts";
import { runAudit } from "../../src/audit/run-audit.ts";
import { silentProgress } from "../../src/cli/progress.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { inBerlin } from "../support/people.ts";
import { at } from "../support/tickets.ts";

/** An auditor at a desk, with a store of their own in a folder of their own. */
export interface AuditDesk {
  readonly store: Store;
  readonly database: Database;
  readonly folder: string;
  /** `npm run audit -- …`, with what it printed; `complained` is the part for standard error. */
  audit(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly said: string; readonly complained: string }>;
  /** What `erase` asked on the terminal. */
  readonly questions: readonly string[];
  /** Answers all further questions with no. */
  refuse(): void;
  leave(): Promise<void>;
}

export async function openDesk(): Promise<AuditDesk> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-audit-"));
  const database = connect(sqlite(join(folder, "beckon.sqlite")));
  const clock = { now: () => at(60) };
  const store = await openStoreOn(database, Buffer.alloc(32, 7), { clock, log: silentLog });
  const questions: string[] = [];
  let answer = true;
  return {
    store,
    database,
    folder,
    questions,
    refuse() {
      answer = false;
    },
    async audit(...args) {
      const lines: string[] = [];
      const complaints: string[] = [];
      const output = {
        out: (text: string) => void lines.push(text.trimEnd()),
        err(text: string) {
          lines.push(text.trimEnd());
          complaints.push(text.trimEnd());
        },
      };
      const at: Desk = {
        evidence: store.evidence,
        contact: store.contact,
        thread: store.thread,
        sharedFile: store.sharedFile,
        policy: defaultPolicy,
        reader: inBerlin,
        clock,
        who: "auditor@desk",
        print: (line) => void lines.push(line),
        confirm: async (question) => {
          questions.push(question);
          return answer;
        },
        progress: silentProgress,
      };
      const code = await runAudit(args, at, output);
      return { code, said: lines.join("\n"), complained: complaints.join("\n") };
    },
    async leave() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
