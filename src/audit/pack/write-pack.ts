import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EvidenceScope, EvidenceTrail } from "../../ports/evidence.ts";
import { type Breaks, inWords, ticketOf } from "../breaks.ts";
import type { Desk } from "../command.ts";
import { messageLine, messagesOn, messagesSection, writeFiles } from "../messages.ts";
import { scopeInWords, scopeOf } from "../options.ts";
import { CSV_HEAD, csvLine } from "./csv.ts";
import { createFolder, type Folder } from "./folder.ts";
import { momentsFor } from "./moments.ts";
import { PAGE_END, pageBegin, ticketSection } from "./page.ts";
import { ENTRIES_BEGIN, ENTRIES_END, entryItem } from "./sections.ts";
import { createWordings } from "./wordings.ts";

interface Pack {
  readonly path: string;
  readonly tickets: number;
  readonly events: number;
  /** Records that cannot be read: another master key, or an edited record. */
  readonly unreadable: number;
  /** SHA-256 of pack.json, which holds the hash of every other file. */
  readonly fingerprint: string;
}

const VERIFIER = new URL("./verify.mjs", import.meta.url);

/**
 * Writes an audit pack that can be checked without trusting the store: events as stored and as readable text, a page,
 * a table, proofs, and the program that checks them. Streamed ticket by ticket.
 * @param breaks integrity faults found before; the page shows them at its top and beside the records.
 */
export async function writePack(
  path: string,
  scope: EvidenceScope,
  reason: string,
  breaks: Breaks,
  desk: Desk,
): Promise<Pack> {
  const { evidence, clock, reader, who } = desk;
  const folder = createFolder(path);
  const made = {
    at: new Date(clock.now()).toISOString(),
    by: who,
    scope: scopeInWords(scope, reader.timeZone),
    reason,
  };
  folder.write("verify.mjs", readFileSync(VERIFIER, "utf8"));
  folder.write("README.txt", README);
  folder.write("events.csv", CSV_HEAD);
  for (const name of ["events.jsonl", "proofs.jsonl", "anchors.jsonl", "messages.jsonl", "acts.jsonl"])
    folder.write(name, "");
  folder.write(
    "index.html",
    pageBegin({
      title: "Audit pack",
      lead: "What Beckon recorded, in order. Each record is chained to the one before it, and verify.mjs in this folder checks them. This page was drawn from them: whether it is still the one that was drawn, the fingerprint of the pack tells.",
      facts: [
        ["About", made.scope],
        ["Made", `${made.at} by ${who}`],
        ["Reason", reason],
        ["Times", `${reader.timeZone}, with the difference to UTC behind each`],
        [
          "To check",
          "node verify.mjs --key KEY, with the public key of this Beckon, or --fingerprint HASH, with the hash from the person who made the pack",
        ],
      ],
      alarms: alarmsOf(breaks),
    }),
  );
  let [tickets, events, unreadable] = [0, 0, 0];
  const wordings = createWordings();
  for await (const trail of evidence.read(scope)) {
    writeTrail(folder, trail, breaks, desk);
    const messages = await messagesOn(trail.ticket, desk);
    for (const message of messages) folder.write("messages.jsonl", messageLine(trail.ticket, message));
    await writeFiles(trail.ticket, messages, folder, desk);
    folder.write("index.html", messagesSection(trail.ticket, messages, momentsFor(reader)));
    tickets += 1;
    events += trail.records.length;
    unreadable += trail.records.filter(({ event }) => event === null).length;
    for (const { event } of trail.records) wordings.note(event);
  }
  folder.write("index.html", wordings.section());
  for (const { number, body, prevHash, hash } of await evidence.anchors()) {
    folder.write("anchors.jsonl", `${JSON.stringify({ number, body, prevHash, hash })}\n`);
  }
  await writeEntries(folder, scope, desk);
  folder.write("index.html", PAGE_END);
  const { publicKey: key, sign } = evidence.packSigner;
  const contents = {
    format: 1,
    ...made,
    tickets,
    events,
    broken: breaks.all.length,
    files: folder.close(),
    key,
  };
  const signed = { ...contents, signature: sign(JSON.stringify(contents)) };
  const manifest = `${JSON.stringify(signed, null, 2)}\n`;
  folder.write("pack.json", manifest);
  folder.close();
  const fingerprint = createHash("sha256").update(manifest).digest("hex");
  return { path, tickets, events, unreadable, fingerprint };
}

/** The audit entries about these tickets; the export of this pack is the last of them. */
async function writeEntries(folder: Folder, scope: EvidenceScope, { evidence, reader }: Desk): Promise<void> {
  const say = momentsFor(reader);
  folder.write("index.html", ENTRIES_BEGIN);
  for await (const entry of evidence.acts(scopeOf(scope))) {
    folder.write("acts.jsonl", `${JSON.stringify(entry)}\n`);
    folder.write("index.html", entryItem(entry, say));
  }
  folder.write("index.html", ENTRIES_END);
}

function writeTrail(
  folder: Folder,
  { ticket, records, head, anchored, keys }: EvidenceTrail,
  breaks: Breaks,
  { reader }: Desk,
): void {
  for (const record of records) {
    folder.write("events.jsonl", `${JSON.stringify({ ticket, ...record })}\n`);
    folder.write("events.csv", csvLine(ticket, record));
  }
  folder.write("proofs.jsonl", `${JSON.stringify({ ticket, head, keys, anchored })}\n`);
  const anchoredUpTo = Math.max(0, ...anchored.map(({ version }) => version));
  const section = { ticket, records, anchoredUpTo, breaks: breaks.ofTicket(ticket), reader };
  folder.write("index.html", ticketSection(section));
}

function alarmsOf({ all }: Breaks): string[] {
  if (all.length === 0) return [];
  const tickets = [...new Set(all.map(ticketOf).filter(Boolean))];
  const others = all.filter((broken) => ticketOf(broken) === "");
  return [
    "BROKEN: the store was not what was written when this pack was made. docs/audit.md of Beckon says what each break means.",
    ...(tickets.length === 0
      ? []
      : [`Do not believe what these say before it is cleared up: ${tickets.join(", ")}`]),
    ...others.map(inWords),
  ];
}

const README = `An audit pack of Beckon

index.html     what happened, ticket by ticket, in plain words
events.csv     the same as a table
events.jsonl   the same as data: "body" is what was stored and hashed, "event" its readable form
proofs.jsonl   per ticket: its head, the way to each anchor, and the keys that open these texts and no others
anchors.jsonl  every anchor; each fixes the one before it
messages.jsonl what the people of each ticket wrote to each other, as it reads now
file-…         the pictures and files that came with them: request, message and part in the name
acts.jsonl     who read, searched for, exported or held these tickets, or this person's; of a period, all that was done in it
pack.json      who made this pack, when and why, the SHA-256 of every file, and a signature over all that
verify.mjs     checks it: node verify.mjs (Node 20 or newer; no network)

The records are chained, and the anchors fix them: verify.mjs finds every change of a record, also of its readable form.
index.html, events.csv, messages.jsonl, acts.jsonl and this text are covered by the signature in pack.json, and by the fingerprint of
the pack, the SHA-256 of pack.json. Ask the administrators of Beckon for its public key, which is the same for all packs, or for
the fingerprint, by another way than the pack came: node verify.mjs --key KEY, or --fingerprint HASH
Anyone who can change the pack can change verify.mjs: in doubt take it from Beckon itself and name the folder of the pack.

A text reads null where it was erased or let go of before this pack was made.
Every text in this pack can be read without a key: keep it as you would keep the texts.
`;
