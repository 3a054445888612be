import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personal } from "../../src/ticket/person.ts";
import { tell, toldTicket, wholeStory } from "../store/stories.ts";
import { actsIn } from "../support/acts.ts";
import { hana, lena, sam } from "../support/people.ts";
import { at, noted, opened } from "../support/tickets.ts";
import { type AuditDesk, openDesk } from "./desk.ts";

let desk: AuditDesk;
let out: string;
beforeEach(async () => {
  desk = await openDesk();
  out = join(desk.folder, "pack");
  await toldTicket(desk.store, wholeStory);
  await toldTicket(desk.store, [...opened({ subject: personal(sam.id, "Printer") }), ...noted(1, "=cmd()")]);
  for (let i = 0; i < 5; i++) await toldTicket(desk.store);
  await desk.store.evidence.anchor(at(20));
});
afterEach(() => desk.leave());

const pack = (...args: readonly string[]) =>
  desk.audit("export", ...args, "--reason", "case 7", "--out", out);
const read = (name: string) => readFileSync(join(out, name), "utf8");

/** The verifier of the pack, as an auditor runs it: nothing of Beckon is there. */
function check(folder = out): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "verify.mjs")], {
    encoding: "utf8",
    cwd: "/",
    env: {},
  });
  return { code: status, said: stdout + stderr };
}

/** Edits a file of the pack; with `pack.json` made to fit, as a forger would. */
function forge(name: string, edit: (text: string) => string): ReturnType<typeof check> {
  const text = edit(read(name));
  expect(text).not.toBe(read(name));
  writeFileSync(join(out, name), text);
  const manifest = JSON.parse(read("pack.json"));
  manifest.files[name] = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(out, "pack.json"), JSON.stringify(manifest));
  return check();
}

describe("an audit pack", () => {
  test("of one ticket holds its events, a page, a table, proofs, and a verifier that agrees", async () => {
    const { code, said } = await pack("--ticket", "BK-1001");
    expect(code).toBe(0);
    expect(said).toContain("1 tickets with 7 events");
    expect(readdirSync(out).sort()).toEqual([
      ...[
        "README.txt",
        "acts.jsonl",
        "anchors.jsonl",
        "events.csv",
        "events.jsonl",
        "index.html",
        "pack.json",
      ],
      ...["proofs.jsonl", "verify.mjs"],
    ]);
    const checked = check();
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.said).toContain("1 tickets, 7 events, 1 anchors");
    expect(checked.said).toContain("Everything is what was written.");
    expect(checked.said).toContain((await desk.store.evidence.newestAnchor())?.hash);
  });

  test("of a person has every ticket that they take part in; of a period every ticket with an event in it", async () => {
    await pack("--person", hana.id);
    expect(check().said).toContain("2 tickets, 9 events");
    rmSync(out, { recursive: true });
    await pack("--from", "2026-11-24T09:31:00Z", "--to", "2026-11-24T09:32:00Z");
    expect(check().said).toContain("1 tickets, 2 events");
  });

  test("says who read what is in it, in its page and as data, and nothing about other tickets", async () => {
    const read = (ticket: string, asked: string) =>
      desk.store.evidence.record({
        ...{ who: lena.id, name: lena.name, what: "search", why: "find in Teams, as lead" },
        ...{ about: `${ticket}, person ${sam.id}; BK-1007, person ${sam.id}` },
        asked: personal(lena.id, asked),
      });
    await read("BK-1001", "<b>vpn</b>");
    await read("BK-1002", "printer");
    await pack("--ticket", "BK-1001");
    const acts = readFileSync(join(out, "acts.jsonl"), "utf8");
    const lines = acts
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { number: 1, act: { who: lena.id, what: "search", asked: { text: "<b>vpn</b>" } } },
      { number: 3, act: { who: "auditor@desk", what: "export", about: "BK-1001" } },
    ]);
    const page = readFileSync(join(out, "index.html"), "utf8");
    expect(page).toContain("&lt;b&gt;vpn&lt;/b&gt;");
    expect(page).not.toContain("printer");
    expect(check()).toMatchObject({ code: 0 });
  });

  test("proves inclusion in the anchor for a tree of any shape", async () => {
    for (let i = 0; i < 6; i++) {
      await toldTicket(desk.store);
      await desk.store.evidence.anchor(at(30 + i));
    }
    for (let i = 0; i < 9; i++) await toldTicket(desk.store);
    await desk.store.evidence.anchor(at(50));
    await pack("--from", "2026-11-24");
    expect(check()).toMatchObject({ code: 0 });
  });

  test("tells which records are younger than the newest anchor", async () => {
    const before = await desk.store.read("BK-1001" as never);
    await tell(desk.store, "BK-1001" as never, noted(40, "Late."), { before });
    await pack("--ticket", "BK-1001");
    expect(check()).toMatchObject({ code: 0 });
    expect(check().said).toContain("BK-1001: records from 8 on are younger than the newest anchor");
  });

  test("of somebody who was erased still verifies, and has none of their words", async () => {
    await desk.store.erasePerson(sam.id);
    await pack("--ticket", "BK-1001");
    expect(check()).toMatchObject({ code: 0 });
    for (const name of readdirSync(out)) expect(read(name)).not.toMatch(/Sharma|VPN keeps/);
  });

  test("is readable by its maker alone, and never mixes with another one", async () => {
    await pack("--ticket", "BK-1001");
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(statSync(join(out, "events.jsonl")).mode & 0o777).toBe(0o600);
    expect(await pack("--ticket", "BK-1002")).toMatchObject({ code: 2 });
  });

  test("has its fingerprint in the store", async () => {
    await pack("--ticket", "BK-1001");
    const fingerprint = createHash("sha256").update(read("pack.json")).digest("hex");
    const acts = await actsIn(desk.store);
    expect(acts.map(({ act }) => [act?.what, act?.who, act?.why])).toEqual([
      ["export", "auditor@desk", "case 7"],
      ["exported", "auditor@desk", "case 7"],
    ]);
    expect(acts[1]?.act?.about).toContain(fingerprint);
    expect(check().said).toContain(fingerprint);
  });
});

describe("the verifier finds", () => {
  beforeEach(() => pack("--ticket", "BK-1001"));

  test("any file that was edited", () => {
    const copy = join(desk.folder, "copy");
    for (const name of readdirSync(out).filter((each) => each !== "pack.json" && each !== "verify.mjs")) {
      cpSync(out, copy, { recursive: true });
      writeFileSync(join(copy, name), `${read(name)} `);
      expect(check(copy)).toMatchObject({ code: 1, said: expect.stringContaining(`${name} was edited`) });
      rmSync(copy, { recursive: true });
    }
  });

  test("a stored record that was edited, though pack.json was made to fit", () => {
    const { code, said } = forge("events.jsonl", (text) =>
      text.replace("ended-by-sharer", "ended-by-helper"),
    );
    expect(code).toBe(1);
    expect(said).toContain("BK-1001: record 6 was edited");
  });

  test("a readable form that was edited: another word, another cause", () => {
    const readable = (text: string, from: string, to: string) => {
      const at = text.lastIndexOf(from);
      return text.slice(0, at) + to + text.slice(at + from.length);
    };
    expect(
      forge("events.jsonl", (text) => text.replace("certificate has run out", "certificate is fine")),
    ).toMatchObject({
      code: 1,
      said: expect.stringContaining("readable form of record 5 is not what was sealed"),
    });
    expect(
      forge("events.jsonl", (text) => readable(text, '"outcome":"fixed"', '"outcome":"not-fixed"')).said,
    ).toContain("readable form of record 7");
  });

  test("a record that was left out, and two that changed places", () => {
    const lines = read("events.jsonl").split("\n");
    expect(forge("events.jsonl", () => lines.toSpliced(3, 1).join("\n")).said).toContain(
      "record 4 is missing",
    );
    writeFileSync(join(out, "events.jsonl"), lines.join("\n"));
    const [a = "", b = ""] = lines.slice(3, 5);
    expect(forge("events.jsonl", () => lines.toSpliced(3, 2, b, a).join("\n")).code).toBe(1);
  });

  test("a tail that was left out together with its head", () => {
    const lines = read("events.jsonl").split("\n");
    const last = JSON.parse(lines[5] ?? "");
    forge("proofs.jsonl", (text) =>
      JSON.stringify({ ...JSON.parse(text), head: { version: last.version, hash: last.hash } }),
    );
    const { code, said } = forge("events.jsonl", () => lines.slice(0, 6).join("\n"));
    expect(code).toBe(1);
    expect(said).toContain("record 7, which was anchored, is missing");
  });

  test("an anchor that was edited, or made anew", () => {
    expect(forge("anchors.jsonl", (text) => text.replace('\\"heads\\":7', '\\"heads\\":8')).said).toContain(
      "anchor 1 was edited",
    );
    const anew = forge("anchors.jsonl", (text) => {
      const anchor = JSON.parse(text);
      const body = anchor.body.replace(/"root":"..../, '"root":"0000');
      const hash = createHash("sha256")
        .update(anchor.prevHash + body)
        .digest("hex");
      return JSON.stringify({ ...anchor, body, hash });
    });
    expect(anew.said).toContain("BK-1001: anchor 1 does not hold record 7");
  });
});

describe("the table", () => {
  test("runs nothing in a spreadsheet, whatever people wrote", async () => {
    await pack("--ticket", "BK-1002");
    const csv = read("events.csv");
    expect(csv.startsWith("\uFEFFticket,record,at,type")).toBe(true);
    expect(csv).toContain('"BK-1002","2","2026-11-24T09:31:00.000Z","NoteAdded","Hana Weber"');
    for (const cell of csv.matchAll(/"((?:[^"]|"")*)"/g)) expect(cell[1]).not.toMatch(/^[\s]*[=+\-@]/);
  });
});

describe("the page", () => {
  test("tells the story in plain words, in the auditor's own time, and runs nothing", async () => {
    const evil = `<img src=x onerror="alert(1)">`;
    await toldTicket(desk.store, opened({ subject: personal(sam.id, evil) }));
    await pack("--from", "2026-11-24");
    const page = read("index.html");
    expect(page).toContain("said yes to view only until 11:04:00 (wording 2026-11, en)");
    expect(page).toContain("closed the ticket as fixed: “Renewed the VPN profile.”");
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img");
    expect(page).not.toMatch(/<script|https?:\/\//);
  });
});
