import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { idempotencyKey, ticketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import { tell, toldTicket } from "../store/stories.ts";
import { actsIn } from "../support/acts.ts";
import { erase } from "../support/evidence.ts";
import { hana, lena, sam } from "../support/people.ts";
import { at, noted } from "../support/tickets.ts";
import { openPackDesk, type PackDesk } from "./pack-desk.ts";

let packDesk: PackDesk;
let desk: PackDesk["desk"];
let out: string;
beforeEach(async () => {
  packDesk = await openPackDesk();
  ({ desk, out } = packDesk);
});
afterEach(() => desk.leave());

const pack: PackDesk["pack"] = (...args) => packDesk.pack(...args);
const read: PackDesk["read"] = (name) => packDesk.read(name);
const check: PackDesk["check"] = (...args) => packDesk.check(...args);

const writesOn = (ticket: string, words: string) =>
  desk.store.addMessage(
    ticketId(ticket),
    { by: sam, to: hana.id, text: personal(sam.id, words), source: idempotencyKey(`${ticket} ${words}`) },
    at(30),
  );

describe("an audit pack", () => {
  test("has the pictures and files of its conversations, which the verifier checks too", async () => {
    const bytes = Buffer.from("%PDF-1.7");
    const name = personal(sam.id, "../../evil.pdf");
    const source = idempotencyKey("with a file");
    const file = (type: string) => ({ name, type, size: bytes.length, isInline: false, bytes });
    const letter = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    const files = [file("application/pdf"), file(letter)];
    await desk.store.addMessage(
      ticketId("BK-1001"),
      { by: sam, to: hana.id, text: personal(sam.id, "see"), source, files },
      at(30),
    );
    expect((await pack("--ticket", "BK-1001")).code).toBe(0);
    expect(read("file-BK-1001-1-1.pdf")).toBe("%PDF-1.7");
    expect(read("file-BK-1001-1-2.docx")).toBe("%PDF-1.7");
    expect(read("index.html")).toContain("[../../evil.pdf, application/pdf, 8 bytes]");
    expect(packDesk.forge("file-BK-1001-1-1.pdf", (text) => `${text} and more`).code).not.toBe(0);
  });

  test("of one ticket holds its events, a page, a table, proofs, and a verifier that agrees", async () => {
    const { code, said } = await pack("--ticket", "BK-1001");
    expect(code).toBe(0);
    expect(said).toContain("1 ticket with 7 events");
    expect(readdirSync(out).sort()).toEqual([
      ...[
        "README.txt",
        "acts.jsonl",
        "anchors.jsonl",
        "events.csv",
        "events.jsonl",
        "index.html",
        "messages.jsonl",
        "pack.json",
      ],
      ...["proofs.jsonl", "verify.mjs"],
    ]);
    const checked = check();
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.said).toContain("1 ticket, 7 events, 1 anchor");
    expect(checked.said).toContain("No record was changed.");
    expect(checked.said).toContain((await desk.store.evidence.newestAnchor())?.hash);
  });

  test("holds what the two people wrote to each other, and finds a changed word of it", async () => {
    await writesOn("BK-1001", "call me at <5>");
    await pack("--ticket", "BK-1001");
    expect(JSON.parse(read("messages.jsonl"))).toMatchObject({
      ticket: "BK-1001",
      by: { id: sam.id },
      to: hana.id,
      text: { text: "call me at <5>" },
      state: "sent",
    });
    expect(read("index.html")).toContain("call me at &lt;5&gt;");
    expect(check()).toMatchObject({ code: 0 });
    expect(packDesk.forge("messages.jsonl", (text) => text.replace("call", "hit")).code).not.toBe(0);
  });

  test("of a person has every ticket that they take part in; of a period every ticket with an event in it", async () => {
    await pack("--person", hana.id);
    expect(check().said).toContain("2 tickets, 9 events");
    rmSync(out, { recursive: true });
    await pack("--from", "2026-11-24T09:31:00Z", "--to", "2026-11-24T09:32:00Z");
    expect(check().said).toContain("1 ticket, 2 events");
  });

  test("says who read what is in it, in its page and as data, and nothing about other tickets", async () => {
    const read = (ticket: string, asked: string) =>
      desk.store.evidence.record({
        who: lena.id,
        name: lena.name,
        what: "search",
        why: "find in Teams, as lead",
        about: `${ticket}, person ${sam.id}; BK-1007, person ${sam.id}`,
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
    expect(check().said).toContain("Not everything is proven: see the 1 note above.");
  });

  test("of an erased person still verifies and has none of their text", async () => {
    await erase(desk.store, sam.id);
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

describe("the table", () => {
  test("runs no formula in a spreadsheet", async () => {
    await pack("--ticket", "BK-1002");
    const csv = read("events.csv");
    expect(csv.startsWith("\uFEFFticket,record,at,type")).toBe(true);
    expect(csv).toContain('"BK-1002","2","2026-11-24T09:31:00.000Z","NoteAdded","Hana Weber"');
    for (const cell of csv.matchAll(/"((?:[^"]|"")*)"/g)) expect(cell[1]).not.toMatch(/^[\s]*[=+\-@]/);
  });
});
