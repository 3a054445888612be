import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { personal } from "../../src/domain/ticket/person.ts";
import { toldTicket, wholeStory } from "../store/stories.ts";
import { sam } from "../support/people.ts";
import { at, noted, opened } from "../support/tickets.ts";
import { type AuditDesk, openDesk } from "./desk.ts";

type Checked = { readonly code: number | null; readonly said: string };

/** A desk with some tickets, one of them anchored with a whole story, and the folder into which a pack of them goes. */
export interface PackDesk {
  readonly desk: AuditDesk;
  readonly out: string;
  pack(...args: readonly string[]): ReturnType<AuditDesk["audit"]>;
  read(name: string): string;
  /** The verifier of the pack, as an auditor runs it: nothing of Beckon is there. */
  check(folder?: string, ...args: readonly string[]): Checked;
  /** Edits a file of the pack; with `pack.json` made to fit, as a forger would. */
  forge(name: string, edit: (text: string) => string): Checked;
}

export async function openPackDesk(): Promise<PackDesk> {
  const desk = await openDesk();
  const out = join(desk.folder, "pack");
  await toldTicket(desk.store, wholeStory);
  await toldTicket(desk.store, [...opened({ subject: personal(sam.id, "Printer") }), ...noted(1, "=cmd()")]);
  for (let i = 0; i < 5; i++) await toldTicket(desk.store);
  await desk.store.evidence.anchor(at(20));
  const read = (name: string) => readFileSync(join(out, name), "utf8");
  const check = (folder = out, ...args: readonly string[]): Checked => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "verify.mjs"), ...args], {
      encoding: "utf8",
      cwd: "/",
      env: {},
    });
    return { code: status, said: stdout + stderr };
  };
  return {
    desk,
    out,
    read,
    check,
    pack: (...args) => desk.audit("export", ...args, "--reason", "case 7", "--out", out),
    forge(name, edit) {
      const text = edit(read(name));
      expect(text).not.toBe(read(name));
      writeFileSync(join(out, name), text);
      const manifest = JSON.parse(read("pack.json"));
      manifest.files[name] = createHash("sha256").update(text).digest("hex");
      writeFileSync(join(out, "pack.json"), JSON.stringify(manifest));
      return check();
    },
  };
}
