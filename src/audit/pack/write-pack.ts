import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EvidenceTrail, Scope } from "../../ports/evidence.ts";
import type { Desk } from "../command.ts";
import { scopeInWords } from "../options.ts";
import { ACTS_BEGIN, ACTS_END, actItem } from "./acts-section.ts";
import { CSV_HEAD, csvLine } from "./csv.ts";
import { createFolder, type Folder } from "./folder.ts";
import { PAGE_END, pageBegin, ticketSection } from "./page.ts";

export interface Pack {
  readonly path: string;
  readonly tickets: number;
  readonly events: number;
  /** SHA-256 of pack.json, which holds the hash of every other file. */
  readonly fingerprint: string;
}

const VERIFIER = new URL("./verify.mjs", import.meta.url);

/**
 * Everything about some tickets for somebody who does not trust the store: the events as they are sealed and as they
 * read, a page, a table, and the proofs with a program that checks them. Written as it is read, ticket by ticket.
 */
export async function writePack(path: string, scope: Scope, reason: string, desk: Desk): Promise<Pack> {
  const { evidence, clock, reader, who } = desk;
  const folder = createFolder(path);
  const made = { at: new Date(clock.now()).toISOString(), by: who, scope: scopeInWords(scope), reason };
  folder.write("verify.mjs", readFileSync(VERIFIER, "utf8"));
  folder.write("README.txt", README);
  folder.write("events.csv", CSV_HEAD);
  for (const name of ["events.jsonl", "proofs.jsonl", "anchors.jsonl", "acts.jsonl"]) folder.write(name, "");
  folder.write(
    "index.html",
    pageBegin({
      title: "Audit pack",
      lead: "What Beckon recorded, in order. Each record is chained to the one before it; verify.mjs in this folder checks that none was changed.",
      facts: [
        ["About", made.scope],
        ["Made", `${made.at} by ${who}`],
        ["Reason", reason],
        ["Times", `${reader.timeZone}; in UTC when pointed at`],
        ["To check", "node verify.mjs"],
      ],
    }),
  );
  let [tickets, events] = [0, 0];
  for await (const trail of evidence.read(scope)) {
    writeTrail(folder, trail, desk);
    tickets += 1;
    events += trail.records.length;
  }
  for (const { number, body, prevHash, hash } of await evidence.anchors()) {
    folder.write("anchors.jsonl", `${JSON.stringify({ number, body, prevHash, hash })}\n`);
  }
  await writeActs(folder, scope, desk);
  folder.write("index.html", PAGE_END);
  const manifest = `${JSON.stringify({ format: 1, ...made, tickets, events, files: folder.close() }, null, 2)}\n`;
  folder.write("pack.json", manifest);
  folder.close();
  const fingerprint = createHash("sha256").update(manifest).digest("hex");
  return { path, tickets, events, fingerprint };
}

/** Who was shown these tickets, and who took them along: that the pack itself is made is the last of it. */
async function writeActs(
  folder: Folder,
  { ticket, person, from, to }: Scope,
  { evidence }: Desk,
): Promise<void> {
  folder.write("index.html", ACTS_BEGIN);
  for await (const act of evidence.acts({ ticket, person, from, to })) {
    folder.write("acts.jsonl", `${JSON.stringify(act)}\n`);
    folder.write("index.html", actItem(act));
  }
  folder.write("index.html", ACTS_END);
}

function writeTrail(
  folder: Folder,
  { ticket, records, head, anchored, keys }: EvidenceTrail,
  desk: Desk,
): void {
  for (const record of records) {
    folder.write("events.jsonl", `${JSON.stringify({ ticket, ...record })}\n`);
    folder.write("events.csv", csvLine(ticket, record));
  }
  folder.write("proofs.jsonl", `${JSON.stringify({ ticket, head, keys, anchored })}\n`);
  const upTo = Math.max(0, ...anchored.map(({ version }) => version));
  folder.write("index.html", ticketSection(ticket, records, upTo, desk.reader));
}

const README = `An audit pack of Beckon

index.html     what happened, ticket by ticket, in plain words
events.csv     the same as a table
events.jsonl   the same as data: "body" is what was stored and hashed, "event" its readable form
proofs.jsonl   per ticket: its head, the way to each anchor, and the keys that open these texts and no others
anchors.jsonl  every daily anchor; each fixes the one before it
acts.jsonl     who read, searched for, exported or held these tickets, or this person's; of a period, all that was done in it
pack.json      who made this pack, when and why, and the SHA-256 of every file
verify.mjs     checks all of it: node verify.mjs (Node 20 or newer; no network)

A text reads null where it was erased or let go of before this pack was made.
Whoever gets this pack can read every text in it: keep it as you would keep the texts.
`;
