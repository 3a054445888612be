/**
 * Checks an audit pack of Beckon, with nothing but Node: `node verify.mjs`, in the folder of the pack.
 * It asks no network and needs no key but those in the pack. Exit code 1 when anything is not what was written.
 */
import { createDecipheriv, createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const genesis = (name) => sha256(`beckon trail ${name}`);
const linesOf = (name) =>
  createInterface({ input: createReadStream(join(here, name)), crlfDelay: Number.POSITIVE_INFINITY });

const wrong = [];
const blame = (what) => {
  wrong.push(what);
  if (wrong.length <= 100) console.log(`BROKEN  ${what}`);
};

/** The files are the ones that were written. Whoever edits a file can edit pack.json too: its own hash is told below. */
async function checkFiles({ files }) {
  for (const [name, expected] of Object.entries(files)) {
    if (!existsSync(join(here, name))) {
      blame(`${name} is missing`);
      continue;
    }
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(join(here, name))) hash.update(chunk);
    if (hash.digest("hex") !== expected) blame(`${name} was edited`);
  }
}

/** Each anchor follows the one before it, back to the first. */
async function readAnchors() {
  const anchors = new Map();
  let before = genesis("anchors");
  for await (const line of linesOf("anchors.jsonl")) {
    if (line === "") continue;
    const { number, body, prevHash, hash } = JSON.parse(line);
    if (number !== anchors.size + 1) blame(`anchor ${anchors.size + 1} is missing`);
    if (sha256(prevHash + body) !== hash || prevHash !== before) blame(`anchor ${number} was edited`);
    before = hash;
    anchors.set(number, { ...JSON.parse(body), hash });
  }
  return anchors;
}

async function readProofs() {
  const proofs = new Map();
  for await (const line of linesOf("proofs.jsonl")) {
    if (line === "") continue;
    const proof = JSON.parse(line);
    proofs.set(proof.ticket, proof);
  }
  return proofs;
}

/** A sealed text: base64 of key id (8 bytes), nonce (12), tag (16) and AES-256-GCM, bound to whom it is about. */
function open(value, keys) {
  if (Array.isArray(value)) return value.map((each) => open(each, keys));
  if (typeof value !== "object" || value === null) return value;
  const isSealed = Object.keys(value).length === 2 && typeof value.sealed === "string" && "about" in value;
  if (!isSealed)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, open(each, keys)]));
  const bytes = Buffer.from(value.sealed, "base64");
  const key = keys.find(({ person, id }) => person === value.about && id === bytes.toString("hex", 0, 8));
  if (key === undefined) return { about: value.about, text: null };
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key.secret, "base64"), bytes.subarray(8, 20))
    .setAAD(Buffer.from(value.about))
    .setAuthTag(bytes.subarray(20, 36));
  const text = Buffer.concat([decipher.update(bytes.subarray(36)), decipher.final()]).toString();
  return { about: value.about, text };
}

function saysTheSame(body, event, keys) {
  try {
    return event === null || JSON.stringify(open(JSON.parse(body), keys)) === JSON.stringify(event);
  } catch {
    return false;
  }
}

/** Each record follows the one before it, and its readable form says what its sealed form says. */
function checkRecord(state, { ticket, version, body, prevHash, hash, event }, proof) {
  if (version !== state.version + 1) blame(`${ticket}: record ${state.version + 1} is missing`);
  if (sha256(prevHash + body) !== hash) blame(`${ticket}: record ${version} was edited`);
  else if (prevHash !== state.hash) blame(`${ticket}: record ${version} does not follow the one before it`);
  if (!saysTheSame(body, event, proof?.keys ?? []))
    blame(`${ticket}: the readable form of record ${version} is not what was sealed`);
  for (const { version: at, head } of proof?.anchored ?? [])
    if (at === version && head !== hash)
      blame(`${ticket}: record ${version} is not the one that was anchored`);
  return { version, hash };
}

function checkProof({ ticket, head, anchored }, state, anchors) {
  if (head === null || head.version !== state.version || head.hash !== state.hash)
    blame(`${ticket}: the trail does not end where its head says`);
  for (const { version, head: fixed, anchor, path } of anchored) {
    const root = path.reduce(
      (at, { side, hash }) => sha256(side === "left" ? `node ${hash} ${at}` : `node ${at} ${hash}`),
      sha256(`leaf ${ticket} ${version} ${fixed}`),
    );
    if (version > state.version) blame(`${ticket}: record ${version}, which was anchored, is missing`);
    if (root !== anchors.get(anchor)?.root)
      blame(`${ticket}: anchor ${anchor} does not hold record ${version}`);
  }
  const last = Math.max(0, ...anchored.map(({ version }) => version));
  if (last < state.version)
    console.log(`note    ${ticket}: records from ${last + 1} on are younger than the newest anchor`);
}

const packText = readFileSync(join(here, "pack.json"), "utf8");
const pack = JSON.parse(packText);
await checkFiles(pack);
const anchors = await readAnchors();
const proofs = await readProofs();
const states = new Map();
let events = 0;
for await (const line of linesOf("events.jsonl")) {
  if (line === "") continue;
  const record = JSON.parse(line);
  const { ticket } = record;
  const state = states.get(ticket) ?? { version: 0, hash: genesis(ticket) };
  if (!proofs.has(ticket)) blame(`${ticket}: there is no proof`);
  states.set(ticket, checkRecord(state, record, proofs.get(ticket)));
  events++;
}
for (const proof of proofs.values()) {
  checkProof(proof, states.get(proof.ticket) ?? { version: 0, hash: genesis(proof.ticket) }, anchors);
}
if (proofs.size !== pack.tickets || events !== pack.events)
  blame("tickets or events are missing from the pack");

const newest = [...anchors.values()].at(-1);
console.log(`${proofs.size} tickets, ${events} events, ${anchors.size} anchors`);
console.log(`fingerprint of this pack: ${sha256(packText)}`);
if (newest === undefined)
  console.log("There is no anchor: this pack proves only that it is whole in itself.");
else console.log(`newest anchor: ${newest.number}, hash ${newest.hash}; compare it with the audit channel`);
console.log(wrong.length === 0 ? "Everything is what was written." : `${wrong.length} broken.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
