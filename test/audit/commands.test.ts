import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { csvCell } from "../../src/cards/text/csv.ts";
import { idempotencyKey, ticketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import { toldTicket, wholeStory } from "../store/stories.ts";
import { actsIn } from "../support/acts.ts";
import { hana, hugo, lena, sam } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  opened,
  viewAsked,
} from "../support/tickets.ts";
import { type AuditDesk, openDesk } from "./desk.ts";

let desk: AuditDesk;
beforeEach(async () => {
  desk = await openDesk();
  await toldTicket(desk.store, wholeStory);
  await desk.store.evidence.anchor(at(20));
});
afterEach(() => desk.leave());

const why = ["--reason", "case 7"];

describe("audit rotate-key", () => {
  test("with one key alone says that no key was changed", async () => {
    const { code, said } = await desk.audit("rotate-key", ...why);
    expect(code).toBe(0);
    expect(said).toContain("it was not changed now");
    expect(said).not.toContain("destroy");
  });
});

describe("audit verify", () => {
  test("of an unchanged store says so and exits with 0", async () => {
    const { code, said } = await desk.audit("verify");
    expect(code).toBe(0);
    expect(said).toContain("Looked at 1 ticket, 7 events, 1 anchor, 0 acts of reading, exporting or erasing");
    expect(said).toContain((await desk.store.evidence.newestAnchor())?.hash);
    expect(said).toContain("Everything is what was written.");
  });

  test("names the broken record and what was done to it, and ends with 1", async () => {
    await desk.database.query((db) => db.deleteFrom("events").where("version", "=", 4).execute());
    const { code, said } = await desk.audit("verify", "--ticket", "bk-1001");
    expect(code).toBe(1);
    expect(said).toContain("BROKEN  BK-1001: record 4 was deleted");
    expect(said).toContain("1 broken.");
  });

  test("names every kind of break in words", async () => {
    const { database } = desk;
    await database.query((db) => db.updateTable("anchors").set({ hash: "0" }).execute());
    await database.query((db) => db.updateTable("anchored_heads").set({ head: "0" }).execute());
    await database.query((db) => db.updateTable("tickets").set({ subject: "?" }).execute());
    const { said } = await desk.audit("verify", "--posted", "1:0123456789ab");
    expect(said).toContain(
      "BK-1001: record 7 is not the one that anchor 1 fixed: the trail was rewritten up to there",
    );
    expect(said).toContain("BK-1001: the events are whole, and tickets.subject tells something else");
    expect(said).toContain("Anchor 1 was edited");
    expect(said).toContain("Anchor 1: the heads under it are not the ones that it fixed");
    expect(said).toContain("Anchor 1: the store has another one than was posted");
  });

  test("compares the anchors of a file that is kept elsewhere", async () => {
    const { folder, store } = desk;
    const [anchor] = await store.evidence.anchors();
    const line = (hash: string) => JSON.stringify({ number: 1, at: "2026-11-24T09:50:00.000Z", hash });
    writeFileSync(join(folder, "same.jsonl"), `${line(anchor?.hash ?? "")}\n`);
    writeFileSync(join(folder, "other.jsonl"), `${line("0".repeat(64))}\n`);
    writeFileSync(join(folder, "empty.jsonl"), "");
    expect(await desk.audit("verify", "--anchors", join(folder, "same.jsonl"))).toMatchObject({ code: 0 });
    const { code, said } = await desk.audit("verify", "--anchors", join(folder, "other.jsonl"));
    expect([code, said]).toEqual([1, expect.stringContaining("the store has another one than was posted")]);
    for (const none of ["empty.jsonl", "missing.jsonl"]) {
      const refused = await desk.audit("verify", "--anchors", join(folder, none));
      expect([refused.code, refused.said]).toEqual([2, expect.stringContaining("there is no anchor in it")]);
    }
  });

  test("speaks JSON to machines", async () => {
    await desk.database.query((db) => db.deleteFrom("events").where("version", "=", 7).execute());
    const { said } = await desk.audit("verify", "--json");
    const lines = said.split("\n").map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ in: "trail", ticket: "BK-1001", version: 7, how: "truncated" });
    expect(lines.at(-1)).toMatchObject({
      tickets: 1,
      breaks: 2,
      warnings: [],
      newestAnchor: { number: 1, at: "2026-11-24T09:50:00.000Z" },
    });
  });

  test.each([
    ["--ticket BK-9999", "Nothing was checked: there is no BK-9999"],
    [`--person ${hugo.id}`, `no record names ${hugo.id}`],
    ["--from 2027-01-01", "nothing happened in that period"],
    ["--to 2026-01-01 --json", '"tickets":0'],
  ])("of nothing does not succeed: %s", async (scope, sentence) => {
    const { code, said } = await desk.audit("verify", ...scope.split(" "));
    expect(code).toBe(2);
    expect(said).toContain(sentence);
    expect(said).not.toContain("is what was written");
  });

  test("of a store without a ticket exits with 2: nothing was verified", async () => {
    const empty = await openDesk();
    const { code, said } = await empty.audit("verify");
    expect([code, said]).toEqual([2, expect.stringContaining("there is no ticket in this store")]);
    await empty.leave();
  });

  test("of one ticket says that it looked at no more", async () => {
    const { code, said } = await desk.audit("verify", "--ticket", "BK-1001");
    expect(code).toBe(0);
    expect(said).toContain("What was looked at is what was written.");
  });

  test("notes what might hide a break: no anchor or an old one, and numbers without a ticket", async () => {
    await desk.store.nextTicketId();
    expect(await desk.audit("verify")).toMatchObject({
      code: 0,
      said: expect.stringContaining("NOTE  There is no row for BK-1002, although this number was"),
    });
    expect((await desk.audit("verify", "--ticket", "BK-1002")).said).toContain(
      "BK-1002 has no record, although its number was given out",
    );
    await desk.database.query((db) => db.deleteFrom("anchors").execute());
    await desk.database.query((db) => db.deleteFrom("anchored_heads").execute());
    await desk.database.query((db) => db.deleteFrom("chain_heads").execute());
    const { code, said } = await desk.audit("verify", "--json");
    expect(code).toBe(1);
    const { warnings } = JSON.parse(said.split("\n").at(-1) ?? "");
    expect(warnings.map(({ kind }: { readonly kind: string }) => kind)).toEqual([
      "no-anchor",
      "unused-numbers",
    ]);
  });

  test("says the moments of acts in ISO to machines", async () => {
    await desk.audit("export", "--ticket", "BK-1001", "--format", "jsonl", ...why);
    const { said } = await desk.audit("acts", "--json");
    expect(JSON.parse(said.split("\n")[0] ?? "")).toMatchObject({ at: "2026-11-24T10:30:00.000Z" });
  });
});

describe("audit erase, hold and acts", () => {
  test("erase, and verify passes; who did it and why is kept", async () => {
    expect(await desk.audit("erase", "--person", sam.id.toUpperCase(), ...why)).toMatchObject({ code: 0 });
    expect(await desk.audit("verify")).toMatchObject({ code: 0 });
    const { said } = await desk.audit("acts");
    expect(said).toContain(`auditor@desk  erase  ${sam.id}: case 7`);
    expect(said).toContain(`auditor@desk  erased  ${sam.id}: case 7`);
  });

  test("erase and hold of an unknown subject say so and exit with 1", async () => {
    const nobody = sam.id.replace(/.$/, "f");
    const erased = await desk.audit("erase", "--person", nobody, ...why);
    expect(erased).toMatchObject({
      code: 1,
      said: expect.stringContaining("Nothing was erased: nothing in"),
    });
    expect(await desk.audit("hold", "add", "--ticket", "BK-9999", ...why)).toMatchObject({
      code: 1,
      said: "Nothing is held: there is no BK-9999. Compare the number.",
    });
    expect(await desk.audit("hold", "add", "--person", nobody, ...why)).toMatchObject({ code: 1 });
    expect((await desk.audit("hold", "list")).said).toBe("There is no hold.");
  });

  test("a second erasure says when the first one was, and a hold that it comes too late", async () => {
    await desk.audit("erase", "--person", sam.id, ...why);
    const again = await desk.audit("erase", "--person", sam.id, ...why);
    expect(again.said).toContain("They had been erased on 2026-11-24T10:30:00.000Z before.");
    const held = await desk.audit("hold", "add", "--person", sam.id, ...why);
    expect(held.said).toContain("what was about them by then is gone and does not come back");
    expect(held.said).not.toContain("Nothing of it is erased");
  });

  test("a hold on a helper is named with the ticket and with what they are on it", async () => {
    await desk.audit("hold", "add", "--person", hana.id, ...why);
    const { code, said } = await desk.audit("erase", "--person", sam.id, ...why);
    expect(code).toBe(1);
    expect(said).toContain(`BK-1001: its helper ${hana.id} is held. 1: person ${hana.id}, since`);
    expect(said).not.toContain(`${sam.id} is held`);
    expect((await desk.audit("acts")).said).toContain(`not-erased  ${sam.id}: held by hold 1: case 7`);
  });

  test("of two holds on one ticket, the number says which is removed", async () => {
    await desk.audit("hold", "add", "--ticket", "BK-1001", "--reason", "litigation 12");
    await desk.audit("hold", "add", "--ticket", "BK-1001", "--reason", "other 13");
    expect(await desk.audit("hold", "add", "--ticket", "BK-1001", "--reason", "other 13")).toMatchObject({
      code: 1,
      said: expect.stringContaining("held for this reason already"),
    });
    const both = await desk.audit("hold", "remove", "--ticket", "BK-1001", ...why);
    expect(both.code).toBe(2);
    expect(both.said).toContain("BK-1001 has 2 holds: name the one to remove by its number");
    const one = await desk.audit("hold", "remove", "2", ...why);
    expect(one).toMatchObject({ code: 0, said: expect.stringContaining("still held: 1 hold left") });
    expect((await desk.audit("hold", "list")).said).toMatch(/^1: ticket BK-1001, since .*: litigation 12$/);
    expect((await desk.audit("hold", "list", "--ticket", "BK-1002")).said).toBe("There is no hold.");
    expect(await desk.audit("hold", "remove", "9", ...why)).toMatchObject({ code: 1 });
  });

  test("a hold forbids it and says so", async () => {
    await desk.audit("hold", "add", "--ticket", "BK-1001", ...why);
    const { code, said } = await desk.audit("erase", "--person", sam.id, ...why);
    expect(code).toBe(1);
    expect(said).toContain(`Nothing was erased: what is about ${sam.id} is under legal hold`);
    expect(said).toContain(
      "BK-1001 is held. 1: ticket BK-1001, since 2026-11-24T10:30:00.000Z by auditor@desk",
    );
    expect((await desk.audit("hold", "list")).said).toContain("ticket BK-1001");
    expect(await desk.audit("hold", "remove", "--ticket", "BK-1001", ...why)).toMatchObject({ code: 0 });
    expect(await desk.audit("hold", "remove", "--ticket", "BK-1001", ...why)).toMatchObject({ code: 1 });
    expect((await desk.audit("hold", "list")).said).toBe("There is no hold.");
    expect(await desk.audit("erase", "--person", sam.id, ...why)).toMatchObject({ code: 0 });
  });

  test.each([
    "export --ticket BK-1001",
    `erase --person ${sam.id}`,
    `export-person --person ${sam.id}`,
    "rebuild",
  ])("nothing is read or changed without a reason: %s", async (line) => {
    const { code, said } = await desk.audit(...line.split(" "));
    expect(code).toBe(2);
    expect(said).toContain("--reason is needed");
    expect(await actsIn(desk.store)).toEqual([]);
  });
});

describe("audit export-person", () => {
  test("has what is about them, names who acted, and leaves out words about others", async () => {
    await toldTicket(desk.store, opened({ sharer: hugo, device: null }));
    const message = { by: sam, to: hana.id, text: personal(sam.id, "Accountant on line 2") };
    const source = idempotencyKey("a message");
    await desk.store.addMessage(ticketId("BK-1001"), { ...message, source }, at(30));
    await desk.store.remember(hana.id, { timeZone: "Europe/Berlin" });
    const out = join(desk.folder, "hana");
    const { said } = await desk.audit("export-person", "--person", hana.id, "--out", out, ...why);
    expect(said).toContain("1 ticket, and 1 time that somebody read about them");
    const data = readFileSync(join(out, "person.jsonl"), "utf8");
    for (const own of ["Europe/Berlin", "Client certificate", "IT Support Engineer"])
      expect(data).toContain(own);
    expect(data).not.toMatch(/Accountant|LT-SAM|Hugo/);
    const sams = join(desk.folder, "sam");
    await desk.audit("export-person", "--person", sam.id, "--out", sams, ...why);
    const page = readFileSync(join(sams, "index.html"), "utf8");
    expect(page).toContain("VPN keeps dropping");
    expect(page).toContain("Accountant on line 2");
    expect(page).toContain("Hana Weber");
    expect(page).not.toContain("Client certificate");
  });

  test("of an edited trail says so, on its page too, and ends with 1", async () => {
    await desk.database.query((db) =>
      db.updateTable("events").set({ prev_hash: "0" }).where("version", "=", 4).execute(),
    );
    const out = join(desk.folder, "sam");
    const { code, said } = await desk.audit("export-person", "--person", sam.id, "--out", out, ...why);
    expect(code).toBe(1);
    expect(said).toContain("BROKEN  BK-1001: record 4 was edited");
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("BROKEN: BK-1001: record 4 was edited");
  });

  test("tells the person of every session why, and who ended it, also when another person did", async () => {
    const control = [...escalationAsked(10), ...controlAllowed(11)];
    const stop = ended(14, hugo, { cause: "ended-by-lead" });
    await toldTicket(desk.store, [
      ...opened(),
      ...claimed(),
      ...viewAsked(),
      ...allowed(),
      ...control,
      ...stop,
    ]);
    const out = join(desk.folder, "sam");
    await desk.audit("export-person", "--person", sam.id, "--out", out, ...why);
    const page = readFileSync(join(out, "index.html"), "utf8");
    expect(page).toContain("BK-1002: sessions on your device");
    expect(page).toMatch(/<dt>To see your screen<\/dt><dd>“To see what the VPN client says”<\/dd>/);
    expect(page).toMatch(/<dt>For control<\/dt><dd>“To reset the network adapter”<\/dd>/);
    expect(page).toMatch(/<dt>End<\/dt><dd>A lead of the helpdesk stopped it \(Hugo Martin\), 24 Nov 2026/);
    expect(page).toContain("ended session 1 at");
    const data = readFileSync(join(out, "person.jsonl"), "utf8").split("\n").filter(Boolean);
    const sessions = data.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "session");
    expect(sessions.at(-1)).toMatchObject({
      askedAt: "2026-11-24T09:33:00.000Z",
      endedAt: "2026-11-24T09:44:00.000Z",
      spans: [{ level: "view", from: "2026-11-24T09:34:00.000Z" }, { level: "control" }],
    });
    const hugos = join(desk.folder, "hugo");
    await desk.audit("export-person", "--person", hugo.id, "--out", hugos, ...why);
    expect(readFileSync(join(hugos, "index.html"), "utf8")).not.toContain("sessions on your device");
  });
});

describe("who read about a person", () => {
  const read = { who: lena.id, name: lena.name, what: "read", why: "story in Teams, as lead" } as const;

  test("is told completely: packs of their ticket and of a period too, by data and on the page", async () => {
    const about = { subject: personal(hugo.id, "Mail"), details: null, device: null };
    await toldTicket(desk.store, opened({ sharer: hugo, ...about }));
    const out = (name: string) => ["--out", join(desk.folder, name), ...why];
    await desk.store.evidence.record({ ...read, about: `BK-1001, person ${sam.id}` });
    await desk.store.evidence.record({ ...read, about: `BK-1002, person ${hugo.id}` });
    await desk.audit("export", "--ticket", "BK-1001", ...out("one"));
    await desk.audit("export", "--from", "2026-11-24", ...out("month"));
    await desk.audit("export", "--from", "2026-11-24", "--format", "cef", ...out("feed.log"));
    await desk.store.remember(sam.id, { timeZone: "Europe/Berlin" });
    const { said } = await desk.audit("export-person", "--person", sam.id, ...out("sam"));
    expect(said).toContain("1 ticket, and 5 times that somebody read about them");
    const data = readFileSync(join(desk.folder, "sam", "person.jsonl"), "utf8");
    const told = data
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === "read-about-them");
    expect(told.map(({ act, tickets }) => [act, tickets])).toEqual([
      ["read", ["BK-1001"]],
      ["export", ["BK-1001"]],
      ["export", ["BK-1001"]],
      ["export", ["BK-1001"]],
      ["export-person", []],
    ]);
    expect(data).not.toMatch(new RegExp(`BK-1002|${hugo.id}`));
    const page = readFileSync(join(desk.folder, "sam", "index.html"), "utf8");
    expect(page).toMatch(
      /Who read about you[\s\S]*<b>Lena[^<]*<\/b> read the story of BK-1001: story in Teams/,
    );
    expect(page).toMatch(/Where Beckon reaches you[\s\S]*Europe\/Berlin/);
    expect(page.split("exported BK-1001: case 7")).toHaveLength(4);
  });

  test("names the tickets of a period, and finds the act by each of them and by whom they are about", async () => {
    for (let n = 0; n < 3; n++) await toldTicket(desk.store, opened({ sharer: hugo, device: null }));
    await desk.audit("export", "--from", "2026-11-24", "--format", "jsonl", ...why);
    const line = "2026-11-24 to … (Europe/Berlin) as jsonl (BK-1001 to BK-1004): case 7";
    for (const scope of [[], ["--ticket", "BK-1003"], ["--person", hugo.id]]) {
      expect((await desk.audit("acts", ...scope)).said).toContain(`export  ${line}`);
    }
    expect((await desk.audit("acts", "--ticket", "BK-1005")).said).toBe("Nobody has.");
  });

  test.each([
    ["export --ticket BK-9999", "Nothing was exported: there is no BK-9999"],
    ["export --from 2027-01-01", "Nothing was exported: nothing happened in that period"],
    [`export-person --person ${lena.id}`, `Nothing was written: no record names ${lena.id}`],
  ])("is not written out when there is nothing: %s", async (line, sentence) => {
    const out = join(desk.folder, "none");
    const { code, said } = await desk.audit(...line.split(" "), "--out", out, ...why);
    expect([code, said]).toEqual([1, expect.stringContaining(sentence)]);
    expect(existsSync(out)).toBe(false);
    expect(await actsIn(desk.store)).toEqual([]);
  });
});

describe("audit rebuild", () => {
  test("puts the tables right and says which", async () => {
    await desk.database.query((db) => db.updateTable("tickets").set({ status: "open" }).execute());
    expect(await desk.audit("verify")).toMatchObject({ code: 1 });
    expect(await desk.audit("rebuild", ...why)).toMatchObject({
      code: 0,
      said: expect.stringContaining("BK-1001: put right"),
    });
    expect(await desk.audit("verify")).toMatchObject({ code: 0 });
    expect((await desk.audit("acts")).said).toContain("rebuilt  rows of 1 ticket: 1 put right, 0 given back");
  });

  test("leaves alone what was lost in silence, and says what to do", async () => {
    await desk.database.query((db) => db.deleteFrom("person_keys").where("person", "=", sam.id).execute());
    const { code, said } = await desk.audit("verify");
    expect(code).toBe(1);
    expect(said).toContain(
      `BROKEN  BK-1001: words about ${sam.id} cannot be read from record 1 on, and no erasure and no retention`,
    );
    const rebuilt = await desk.audit("rebuild", ...why);
    expect(rebuilt.code).toBe(1);
    expect(rebuilt.said).toContain("BK-1001: left alone, a key was destroyed and nobody recorded it");
    expect(rebuilt.said).toContain("bring the keys back from a backup first");
  });
});

describe("a cell of a table", () => {
  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "\u200B=1"])(
    "is text: %j",
    (text) => {
      expect(csvCell(text)).toBe(`"'${text}"`);
    },
  );

  test("keeps quotes and line ends inside", () => {
    expect(csvCell('a "b"\nc')).toBe('"a ""b""\nc"');
  });
});

describe("a mistake in the call", () => {
  test.each([
    ["export", "export wants to know what"],
    ["export --ticket 7", "--ticket wants a ticket's number"],
    ["export --person sam", "--person wants the object id"],
    ["export --from yesterday", "--from wants a day"],
    ["export --from 2026-02-31", "such as 2026-11-24, which is meant in Europe/Berlin (TIME_ZONE)"],
    ["export --to 2026-11-24T09:30:00", "a moment with its zone"],
    ["verify --from 2026-11-25 --to 2026-11-24", "there is no time between them"],
    ["verify --posted 7", "--posted wants an anchor"],
    ["hold keep", "unknown command 'keep'"],
    ["hold add", "hold wants one of --person and --ticket"],
    ["erase", "erase wants --person"],
    ["verify BK-1001", "too many arguments for 'verify'"],
    ["hold list everything", "too many arguments for 'list'"],
    ["hold list --reason x", "unknown option '--reason'"],
    ["rebuild --ticket BK-1001 --reason x", "unknown option '--ticket'"],
    ["rebuild --resaon x", "(Did you mean --reason?)"],
    ["vreify", "(Did you mean verify?)"],
    ["acts --format cef", "unknown option '--format'"],
    ["verify --colour red", /^error: unknown option '--colour'\n/],
    ["export --ticket BK-1001 --format xml --reason x", "--format is pack, cef or jsonl"],
  ])("is told on standard error with how to call it: %s", async (line, sentence) => {
    const { code, said, complained } = await desk.audit(...line.split(" "));
    expect(code).toBe(2);
    expect(said).toMatch(sentence);
    expect(complained).toBe(said);
    expect(said).toContain("Nothing was done. Usage: audit ");
  });

  test("erases nothing: a ticket's number does not narrow down whom to erase", async () => {
    const { code, said } = await desk.audit("erase", "--person", sam.id, "--ticket", "BK-1001", ...why);
    expect(code).toBe(2);
    expect(said).toContain("unknown option '--ticket'");
    expect(JSON.stringify(await desk.store.trail(ticketId("BK-1001")))).toContain("VPN keeps dropping");
    expect(await actsIn(desk.store)).toEqual([]);
  });

  test("in the case of a format is none", async () => {
    const { code, said } = await desk.audit("export", "--ticket", "BK-1001", "--format", "CEF", ...why);
    expect(code).toBe(0);
    expect(said).toContain("CEF:0|Beckon|");
  });

  test("never overwrites a folder", async () => {
    const out = join(desk.folder, "full");
    mkdirSync(out);
    writeFileSync(join(out, "mine.txt"), "mine");
    expect(await desk.audit("export", "--ticket", "BK-1001", "--out", out, ...why)).toMatchObject({
      code: 2,
    });
  });

  test("help for one command is about that one, and is no mistake", async () => {
    for (const call of [["verify", "--help"], ["erase", "-h"], ["--help"], [], ["hold"]]) {
      expect(await desk.audit(...call)).toMatchObject({ code: 0, complained: "" });
    }
    const { said } = await desk.audit("erase", "--help");
    expect(said).toContain("Usage: audit erase");
    expect(said).not.toContain("rebuild");
  });

  test("help names every command", async () => {
    const { said } = await desk.audit("--help");
    for (const name of ["verify", "export", "export-person", "erase", "hold", "rebuild", "acts", "key"]) {
      expect(said).toContain(`  ${name} `);
    }
  });
});

describe("audit erase", () => {
  const isReadable = async () =>
    JSON.stringify(await desk.store.trail(ticketId("BK-1001"))).includes("VPN keeps dropping");

  test("asks first, and does and records nothing after a no", async () => {
    desk.refuse();
    expect(await desk.audit("erase", "--person", sam.id, ...why)).toEqual({
      code: 1,
      said: "Nothing was erased.",
      complained: "",
    });
    expect(desk.questions).toEqual([
      expect.stringContaining(`about ${sam.id}, on 1 ticket, becomes unreadable`),
    ]);
    expect([await isReadable(), await actsIn(desk.store)]).toEqual([true, []]);
    expect(await desk.audit("erase", "--person", sam.id, "--yes", ...why)).toMatchObject({ code: 0 });
    expect([await isReadable(), desk.questions.length]).toEqual([false, 1]);
  });

  test("says what it would do, and does nothing, as a dry run", async () => {
    const dry = await desk.audit("erase", "--person", sam.id, "--dry-run");
    expect(dry).toMatchObject({ code: 0, said: expect.stringContaining("on 1 ticket. Nothing was erased.") });
    await desk.audit("hold", "add", "--person", sam.id, ...why);
    const held = await desk.audit("erase", "--person", sam.id, "--dry-run", "--json");
    expect(JSON.parse(held.said)).toMatchObject({ erased: false, why: "held", person: sam.id });
    expect([await isReadable(), (await actsIn(desk.store)).map(({ act }) => act?.what)]).toEqual([
      true,
      ["hold"],
    ]);
  });
});

describe("with --json", () => {
  test.each([
    [["hold", "add", "--ticket", "BK-1001", ...why], { held: true, hold: { number: 1, subject: "BK-1001" } }],
    [["hold", "remove", "9", ...why], { removed: null }],
    [["rebuild", ...why], { tickets: 1, corrected: [], broken: [] }],
    [["key"], { publicKey: expect.stringMatching(/^[\w-]{43}$/) }],
    [["erase", "--person", hugo.id, ...why], { erased: false, why: "unknown" }],
    [["erase", "--person", sam.id, ...why], { erased: true, tickets: 1 }],
    [["export", "--ticket", "BK-7777", ...why], { exported: false }],
  ])("%j prints one object", async (args, outcome) => {
    const { said } = await desk.audit(...args, "--json");
    expect(JSON.parse(said)).toMatchObject(outcome);
  });

  test("an export and a list of holds are read by programs", async () => {
    const out = join(desk.folder, "pack");
    await desk.audit("hold", "add", "--ticket", "BK-1001", ...why);
    const { said } = await desk.audit("export", "--ticket", "BK-1001", "--out", out, "--json", ...why);
    expect(JSON.parse(said)).toMatchObject({ exported: true, path: out, tickets: 1, breaks: [] });
    const holds = await desk.audit("hold", "list", "--json");
    expect(JSON.parse(holds.said)).toMatchObject({ kind: "ticket", at: "2026-11-24T10:30:00.000Z" });
  });
});
