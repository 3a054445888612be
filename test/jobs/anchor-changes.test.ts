import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AnchorsRewritten, anchorChanges } from "../../src/jobs/anchor-trail.ts";
import type { IntegrityFault } from "../../src/ports/evidence.ts";
import { anchorFile } from "../../src/store/anchor-file.ts";
import { connect, type Database } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { toldTicket } from "../store/stories.ts";
import { at } from "../support/tickets.ts";

const clock = { now: () => at(30) };
let folder: string;
let path: string;
let database: Database;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "beckon-anchors-"));
  path = join(folder, "anchors.jsonl");
  database = connect(sqlite(join(folder, "beckon.sqlite")));
  store = await openStoreOn(database, Buffer.alloc(32, 7), { clock, log: silentLog });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const run = () =>
  anchorChanges({ evidence: store.evidence, anchorFile: anchorFile(path), clock, log: silentLog }).run(0, 0);
const linesOf = () => readFileSync(path, "utf8").trim().split("\n");

describe("every few minutes", () => {
  test("what changed is anchored, and nothing when nothing did", async () => {
    const heads = async () => (await store.evidence.anchors()).map((anchor) => anchor.heads);
    await toldTicket(store);
    await toldTicket(store);
    await run();
    await run();
    expect(await heads()).toEqual([2]);
    await toldTicket(store);
    await run();
    expect(await heads()).toEqual([2, 1]);
    await store.evidence.record({ who: "auditor", what: "export", about: "everything", why: "case 7" });
    await run();
    expect(await heads()).toEqual([2, 1, 0]);
  });

  test("every anchor is written to the file, also those that a run could not write", async () => {
    await toldTicket(store);
    await run();
    await store.evidence.anchor(at(31));
    await store.evidence.anchor(at(32));
    await run();
    const anchors = await store.evidence.anchors();
    expect(linesOf().map((line) => JSON.parse(line))).toMatchObject(
      anchors.map(({ number, hash }) => ({ number, hash })),
    );
  });

  test("a line that a crash cut off is written again, and a line that is missing is told", async () => {
    await toldTicket(store);
    await run();
    await toldTicket(store);
    await run();
    const [first = "", second = ""] = linesOf();
    writeFileSync(path, `${first}\n${second.slice(0, 20)}`);
    await run();
    const anchors = await store.evidence.anchors();
    expect(await anchorFile(path).read()).toEqual(anchors.map(({ number, hash }) => ({ number, hash })));
    await toldTicket(store);
    await run();
    const lines = linesOf();
    writeFileSync(path, `${lines.filter((line) => !line.includes('"number":2')).join("\n")}\n`);
    await expect(run()).rejects.toThrow("the file of anchors goes from 1 to 3: lines are missing or damaged");
  });

  test("a database that was put back is noticed, and nothing is anchored in it", async () => {
    await toldTicket(store);
    await run();
    const backup = await database.query((db) => db.selectFrom("chain_heads").selectAll().execute());
    await toldTicket(store);
    await run();
    // An older database, with every code as it was.
    await database.transaction(async (tx) => {
      await tx.deleteFrom("anchored_heads").where("anchor", "=", 2).execute();
      await tx.deleteFrom("anchors").where("number", "=", 2).execute();
      for (const { name, version, head, mac } of backup)
        await tx.updateTable("chain_heads").set({ version, head, mac }).where("name", "=", name).execute();
    });
    await expect(run()).rejects.toThrow(AnchorsRewritten);
    expect(await store.evidence.anchors()).toHaveLength(1);
    const found: IntegrityFault[] = [];
    const scope = { trailOnly: true, outside: await anchorFile(path).read() };
    await store.evidence.verify(scope, (broken) => found.push(broken));
    expect(found).toContainEqual({ in: "anchor", number: 2, how: "not-posted" });
  });

  test("a file that holds something else is not added to", async () => {
    await toldTicket(store);
    writeFileSync(path, "something else\n");
    await expect(run()).rejects.toThrow("line 1 of the file of anchors is no anchor");
    expect(linesOf()).toEqual(["something else"]);
  });
});

test("a ticket whose mark says that it is anchored shows when no anchor has it", async () => {
  await toldTicket(store);
  await database.query((db) => db.updateTable("tickets").set({ anchored: 1 }).execute());
  const found: IntegrityFault[] = [];
  await store.evidence.verify({ trailOnly: true }, (broken) => found.push(broken));
  expect(found).toEqual([{ in: "projection", ticket: "BK-1001", columns: ["tickets.anchored"] }]);
});
