import { createHash } from "node:crypto";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
const forge: PackDesk["forge"] = (name, edit) => packDesk.forge(name, edit);

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

  test("an anchor that was edited or replaced", () => {
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

/** A trail that was rewritten as somebody does who knows how: every hash fits, and what proved it is gone. */
function rewrite(edit: (body: string) => string, proof: (anchored: unknown[]) => unknown[] = () => []) {
  let prevHash = createHash("sha256").update("beckon trail BK-1001").digest("hex");
  let version = 0;
  forge("events.jsonl", (text) =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const record = JSON.parse(line);
        const body = edit(record.body);
        const hash = createHash("sha256")
          .update(prevHash + body)
          .digest("hex");
        const event = body === record.body ? record.event : { ...record.event, level: "control" };
        const forged = JSON.stringify({ ...record, body, prevHash, hash, event });
        [prevHash, version] = [hash, record.version];
        return `${forged}\n`;
      })
      .join(""),
  );
  return forge("proofs.jsonl", (text) => {
    const { anchored, ...rest } = JSON.parse(text);
    return JSON.stringify({ ...rest, head: { version, hash: prevHash }, anchored: proof(anchored) });
  });
}

describe("the verifier is not led astray by", () => {
  beforeEach(() => pack("--ticket", "BK-1001"));

  test("a trail that was rewritten with fitting hashes, and whose proofs were taken out", () => {
    const { code, said } = rewrite((body) =>
      body.replace('"level":"view","session":1', '"level":"control","session":1'),
    );
    expect(code).toBe(1);
    expect(said).toContain("BK-1001: record 1 is older than the newest anchor, and no anchor here holds it");
    expect(said).not.toContain("Everything is what was written");
  });

  test("a readable form that was left out", () => {
    const { code, said } = forge("events.jsonl", (text) => {
      const lines = text.split("\n").filter(Boolean);
      const record = JSON.parse(lines[4] ?? "");
      return lines.with(4, JSON.stringify({ ...record, event: null })).join("\n");
    });
    expect(code).toBe(1);
    expect(said).toContain("BK-1001: the readable form of record 5 was left out");
  });

  test.each(["index.html", "events.csv", "acts.jsonl"])(
    "%s, rewritten together with pack.json: signature and fingerprint tell",
    (name) => {
      const fingerprint = createHash("sha256").update(read("pack.json")).digest("hex");
      expect(check(out, "--fingerprint", fingerprint)).toMatchObject({
        code: 0,
        said: expect.stringContaining("Everything is what was written when this pack was made."),
      });
      const { said } = forge(name, (text) => `${text} `);
      expect(said).toMatch(/It or the key covers .*index\.html, events\.csv, acts\.jsonl/);
      expect(said).toContain("pack.json is not what was signed");
      expect(check(out, "--fingerprint", fingerprint)).toMatchObject({
        code: 1,
        said: expect.stringContaining("not the pack with the fingerprint that was given"),
      });
    },
  );

  test.each(["pack.json", "events.jsonl", "proofs.jsonl", "anchors.jsonl", "index.html"])(
    "%s, which is missing: it says so, and shows no error of its own",
    (name) => {
      rmSync(join(out, name));
      const { code, said } = check();
      expect(code).toBe(1);
      expect(said).toContain(`BROKEN  ${name} is missing`);
      expect(said).not.toMatch(/^\s+at |Error/m);
    },
  );

  test.each([
    ["events.jsonl", "garbage"],
    ["events.jsonl", "{}"],
    ["proofs.jsonl", '{"ticket":"BK-1","head":null,"keys":[],"anchored":[{}]}'],
    ["anchors.jsonl", "null"],
  ])("a line of %s that is none: %s", (name, line) => {
    const { code, said } = forge(name, (text) => `${text}${line}\n`);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`BROKEN  ${name}: line \\d+ is not what Beckon writes there`));
    expect(said).not.toMatch(/^\s+at |Error/m);
  });

  test("a call that it does not understand", () => {
    expect(check(out, "--fingerprint", "12")).toMatchObject({ code: 2 });
    expect(check(out, "--what")).toMatchObject({ code: 2 });
  });
});

describe("the signature of a pack", () => {
  test("is by the key that audit key prints, which proves all of it", async () => {
    await pack("--ticket", "BK-1001");
    const { said: key } = await desk.audit("key");
    expect(check(out, "--key", key)).toMatchObject({
      code: 0,
      said: expect.stringContaining("Everything is what was written when this pack was made."),
    });
    expect(check(out).said).toContain(`signed with the key ${key}`);
  });

  test("by somebody else's key is refused", async () => {
    await pack("--ticket", "BK-1001");
    const { code, said } = check(out, "--key", "A".repeat(43));
    expect(code).toBe(1);
    expect(said).toContain("this pack was not signed with the key that was given");
    expect(check(out, "--key", "short").code).toBe(2);
  });
});
