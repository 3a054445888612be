import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_ELIGIBILITY_POLICY as PRESENT } from "../../src/domain/eligibility/policy.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { decisionsIn } from "../../src/policy/past-decisions.ts";
import { replayDecision } from "../../src/policy/replay.ts";
import { TABLES_NONE } from "../../src/store/database/migrations.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { toldTicket, wholeStory } from "../store/stories.ts";
import { at } from "../support/tickets.ts";

const TICKET = ticketId("BK-1001");
const MINUTE = 60_000;
const decisions = (events: readonly TicketEvent[]) => decisionsIn(TICKET, events, () => PRESENT);
const replayed = (policy: Partial<typeof defaultPolicy>) =>
  decisions(wholeStory).map((decision) =>
    replayDecision(decision, { policy: { ...defaultPolicy, ...policy }, eligibility: PRESENT }),
  );

test("the decisions of a trail are its questions, with what became of them", () => {
  expect(decisions(wholeStory)).toMatchObject([
    {
      ticket: TICKET,
      past: { level: "view", wasAllowed: true },
      policy: null,
      asked: { kind: "view", extension: 0 },
    },
  ]);
});

describe("a draft", () => {
  test("that is the present policy changes nothing", () => {
    expect(replayed({})).toEqual([null]);
  });

  test("with less time shortens, and with a shorter wait lets lapse", () => {
    expect(replayed({ longest: { ...defaultPolicy.longest, view: MINUTE } })).toMatchObject([
      { was: "allowed", would: "shorter", why: expect.stringContaining("the draft gives 1 min") },
    ]);
    expect(replayed({ answerWindow: { ...defaultPolicy.answerWindow, view: 1 } })).toMatchObject([
      { was: "allowed", would: "lapsed", why: expect.stringContaining("allowed after") },
    ]);
  });
});

describe("beckon policy replay", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-replay-"));
  const masterKey = Buffer.alloc(32, 7);
  const file = join(folder, "beckon.sqlite");
  beforeAll(async () => {
    const store = await openStore({ file, masterKey }, { clock: { now: () => at(60) }, log: silentLog });
    await toldTicket(store, wholeStory);
    await store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (draft: object, ...args: readonly string[]) => runOn(file, draft, ...args);
  const runOn = (store: string, draft: object, ...args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((done) => {
      writeFileSync(join(folder, "draft.json"), JSON.stringify(draft));
      const call = [
        "bin/beckon.js",
        "policy",
        "replay",
        join(folder, "draft.json"),
        "--days",
        "100000",
        ...args,
      ];
      const env = {
        PATH: process.env.PATH,
        DATABASE_FILE: store,
        SECRET_MASTER_KEY: masterKey.toString("base64"),
      };
      execFile(process.execPath, call, { env }, (fault, stdout, stderr) =>
        done({ code: fault === null ? 0 : Number(fault.code), stdout, stderr }),
      );
    });

  test("says who would have been refused and why, by ids, and what is not recorded", async () => {
    const shorter = await run({ longestMinutes: { view: 0.5 }, shorterMinutes: 0.5, warningsMinutes: [] });
    expect(shorter).toMatchObject({ code: 0, stderr: "" });
    expect(shorter.stdout).toMatch(
      /^BK-1001 {2}\S+Z {2}view {2}sharer \S+ {2}helper \S+: was allowed, would be shorter: /,
    );
    expect(shorter.stdout).toContain(
      "1 decisions in 100000 days: 0 the same, 1 allowed → shorter, 0 unknown",
    );
    expect(shorter.stdout).toContain("1 do not record their policy");
    expect(shorter.stdout).not.toContain("Sharma");

    const stricter = await run({ eligibility: { maxCheckInAgeDays: 7 } }, "--json", "--all");
    const [decision, tally] = stricter.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(decision).toMatchObject({
      ticket: "BK-1001",
      was: "allowed",
      would: "unknown",
      findings: [{ check: "device-recent" }],
    });
    expect(tally).toMatchObject({ decisions: 1, unknown: 1, same: 0 });
  }, 60_000);

  test("makes no tables where there are none", async () => {
    const other = join(folder, "other.sqlite");
    const database = new DatabaseSync(other);
    database.exec("create table notes (text text)");
    const { code, stderr } = await runOn(other, {});
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${TABLES_NONE}\n` });
    expect(database.prepare("select name from sqlite_schema").all()).toEqual([{ name: "notes" }]);
    database.close();
  }, 60_000);

  test("of a draft with a problem names it, and reads nothing", async () => {
    const { code, stdout, stderr } = await run({ longestMinuts: {} });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("did you mean longestMinutes?");
  }, 60_000);
});
