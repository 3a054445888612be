/**
 * Checks an audit pack of Beckon, with nothing but Node: `node verify.mjs`, in the folder of the pack, or
 * `node verify.mjs FOLDER --key KEY --fingerprint HASH`. It asks no network. The key is the public key of the Beckon
 * that made the pack; without it, the pack is compared with the key that stands in it.
 * Exit code 0: no change was found; 1: something is not what was written; 2: it was called wrongly.
 */
import { createDecipheriv, createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { folder, fingerprint, key } = called();
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const genesis = (name) => sha256(`beckon trail ${name}`);

/** What the chains do not cover: people read it, and only the fingerprint tells whether it was rewritten. */
const READABLE = ["index.html", "events.csv", "acts.jsonl", "README.txt"];
const NEEDED = ["events.jsonl", "proofs.jsonl", "anchors.jsonl"];
/** A record may be stored a moment after the clock was read for it, on another machine than the anchor's. */
const CLOCKS = 10 * 60_000;
const MOST_TOLD = 100;
const DAY = 24 * 60 * 60_000;

const wrong = [];
const notes = [];
const blame = (what) => {
  wrong.push(what);
  if (wrong.length <= MOST_TOLD) console.log(`BROKEN  ${what}`);
};
const note = (what) => {
  notes.push(what);
  if (notes.length <= MOST_TOLD) console.log(`note    ${what}`);
};

function called() {
  try {
    const { values, positionals } = parseArgs({
      options: { fingerprint: { type: "string" }, key: { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length > 1) throw new Error("one folder at a time");
    const hash = values.fingerprint?.trim().toLowerCase();
    if (hash !== undefined && !/^[0-9a-f]{64}$/.test(hash))
      throw new Error("a fingerprint is 64 digits, 0 to 9 and a to f");
    const key = values.key?.trim();
    if (key !== undefined && !/^[\w-]{43}$/.test(key))
      throw new Error("a public key is 43 letters and digits");
    return { folder: positionals[0] ?? dirname(fileURLToPath(import.meta.url)), fingerprint: hash, key };
  } catch (error) {
    console.log(`${error.message}\n\n  node verify.mjs [FOLDER] [--key KEY] [--fingerprint HASH]`);
    process.exit(2);
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows of a file that are what Beckon writes there; the others are told. A file that is missing was told before. */
async function* rowsOf(name, isRow) {
  if (!existsSync(join(folder, name))) return;
  const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line === "") continue;
    const row = parsed(line);
    if (isObject(row) && isRow(row)) yield row;
    else blame(`${name}: line ${number} is not what Beckon writes there`);
  }
}

const areTexts = (...values) => values.every((value) => typeof value === "string");
const isAnchor = ({ number, body, prevHash, hash }) =>
  Number.isInteger(number) && areTexts(body, prevHash, hash) && isObject(parsed(body));
const isRecord = ({ ticket, version, body, prevHash, hash, event }) =>
  Number.isInteger(version) && areTexts(ticket, body, prevHash, hash) && (event === null || isObject(event));
const isStep = (step) => isObject(step) && areTexts(step.side, step.hash);
const isFixed = (fixed) =>
  isObject(fixed) &&
  Number.isInteger(fixed.version) &&
  areTexts(fixed.head) &&
  Array.isArray(fixed.path) &&
  fixed.path.every(isStep);
const isKey = (key) => isObject(key) && areTexts(key.person, key.id, key.secret);
const isProof = ({ ticket, head, keys, anchored }) =>
  areTexts(ticket) &&
  (head === null || isObject(head)) &&
  Array.isArray(keys) &&
  keys.every(isKey) &&
  Array.isArray(anchored) &&
  anchored.every(isFixed);

/** Null when there is none that can be read. */
function readPack() {
  if (!existsSync(join(folder, "pack.json"))) {
    blame(`pack.json is missing: ${folder} is no audit pack, or not all of one`);
    return null;
  }
  const text = readFileSync(join(folder, "pack.json"), "utf8");
  const pack = parsed(text);
  if (isObject(pack) && isObject(pack.files)) return { ...pack, text };
  blame("pack.json is not what Beckon writes there");
  return null;
}

/** The files are the ones that were written. An editor of a file can edit pack.json too, so its own hash is printed below. */
async function checkFiles(files) {
  for (const name of [...READABLE, ...NEEDED])
    if (!Object.hasOwn(files, name)) blame(`${name} is not among the files of pack.json`);
  for (const [name, expected] of Object.entries(files)) {
    if (!existsSync(join(folder, name))) {
      blame(`${name} is missing`);
      continue;
    }
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk);
    if (hash.digest("hex") !== expected) blame(`${name} was edited`);
  }
}

/** Each anchor follows the one before it, back to the first. */
async function readAnchors() {
  const anchors = new Map();
  let before = genesis("anchors");
  for await (const { number, body, prevHash, hash } of rowsOf("anchors.jsonl", isAnchor)) {
    if (number !== anchors.size + 1) blame(`anchor ${anchors.size + 1} is missing`);
    if (sha256(prevHash + body) !== hash || prevHash !== before) blame(`anchor ${number} was edited`);
    before = hash;
    anchors.set(number, { ...JSON.parse(body), number, hash });
  }
  return anchors;
}

async function readProofs() {
  const proofs = new Map();
  for await (const proof of rowsOf("proofs.jsonl", isProof)) proofs.set(proof.ticket, proof);
  return proofs;
}

/**
 * A sealed text: base64 of key id (8 bytes), nonce (12), tag (16) and AES-256-GCM, bound to whom it is about, its ticket,
 * its version and its field, such as `device.name`.
 */
function open(value, keys, place, path) {
  const within = path === "" ? "" : `${path}.`;
  if (Array.isArray(value)) return value.map((each, index) => open(each, keys, place, `${within}${index}`));
  if (!isObject(value)) return value;
  const isSealed = Object.keys(value).length === 2 && typeof value.sealed === "string" && "about" in value;
  if (!isSealed)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, open(each, keys, place, `${within}${name}`)]),
    );
  const bytes = Buffer.from(value.sealed, "base64");
  const key = keys.find(({ person, id }) => person === value.about && id === bytes.toString("hex", 0, 8));
  if (key === undefined) return { about: value.about, text: null };
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key.secret, "base64"), bytes.subarray(8, 20))
    .setAAD(Buffer.from(`${value.about} ${place} ${path}`))
    .setAuthTag(bytes.subarray(20, 36));
  const text = Buffer.concat([decipher.update(bytes.subarray(36)), decipher.final()]).toString();
  return { about: value.about, text };
}

/** Undefined when it cannot be opened. */
function opened({ ticket, version, body }, keys) {
  try {
    return open(JSON.parse(body), keys, `${ticket} ${version}`, "");
  } catch {
    return undefined;
  }
}

/** The readable form says what the sealed form says, and is there whenever the sealed form can be opened. */
function checkReadable(record, keys) {
  const { ticket, version, event } = record;
  const told = opened(record, keys);
  if (event === null && told === undefined) note(`${ticket}: record ${version} cannot be read`);
  else if (event === null) blame(`${ticket}: the readable form of record ${version} was left out`);
  else if (JSON.stringify(told) !== JSON.stringify(event))
    blame(`${ticket}: the readable form of record ${version} is not what was sealed`);
}

/** Each record follows the one before it. @returns how far the trail goes, and how much of it must be anchored. */
function checkRecord(state, record, proof, newest) {
  const { ticket, version, body, prevHash, hash } = record;
  if (version !== state.version + 1) blame(`${ticket}: record ${state.version + 1} is missing`);
  if (sha256(prevHash + body) !== hash) blame(`${ticket}: record ${version} was edited`);
  else if (prevHash !== state.hash) blame(`${ticket}: record ${version} does not follow the one before it`);
  checkReadable(record, proof?.keys ?? []);
  for (const { version: at, head } of proof?.anchored ?? [])
    if (at === version && head !== hash)
      blame(`${ticket}: record ${version} is not the one that was anchored`);
  const isYoung = newest === undefined || parsed(body)?.at >= newest.at - CLOCKS;
  return { version, hash, old: isYoung ? state.old : version };
}

/** @returns how many records no anchor holds, though none of them has to be held yet. */
function checkProof({ ticket, head, anchored }, state, anchors) {
  if (head === null || head.version !== state.version || head.hash !== state.hash)
    blame(`${ticket}: the trail does not end where its head says`);
  let last = 0;
  for (const { version, head: fixed, anchor, path } of anchored) {
    const root = path.reduce(
      (at, { side, hash }) => sha256(side === "left" ? `node ${hash} ${at}` : `node ${at} ${hash}`),
      sha256(`leaf ${ticket} ${version} ${fixed}`),
    );
    if (version > state.version) blame(`${ticket}: record ${version}, which was anchored, is missing`);
    if (root === anchors.get(anchor)?.root) last = Math.max(last, version);
    else blame(`${ticket}: anchor ${anchor} does not hold record ${version}`);
  }
  if (last < state.old)
    blame(
      `${ticket}: record ${last + 1} is older than the newest anchor, and no anchor here holds it: it was rewritten, or its proof was taken out`,
    );
  else if (last < state.version && anchors.size > 0)
    note(`${ticket}: records from ${last + 1} on are younger than the newest anchor`);
}

async function check() {
  const pack = readPack();
  if (pack === null) return;
  await checkFiles(pack.files);
  const anchors = await readAnchors();
  const newest = [...anchors.values()].at(-1);
  const proofs = await readProofs();
  const states = new Map();
  const atStart = (ticket) => ({ version: 0, hash: genesis(ticket), old: 0 });
  let events = 0;
  for await (const record of rowsOf("events.jsonl", isRecord)) {
    const { ticket } = record;
    if (!proofs.has(ticket) && !states.has(ticket)) blame(`${ticket}: there is no proof`);
    const state = states.get(ticket) ?? atStart(ticket);
    states.set(ticket, checkRecord(state, record, proofs.get(ticket), newest));
    events++;
  }
  for (const proof of proofs.values())
    checkProof(proof, states.get(proof.ticket) ?? atStart(proof.ticket), anchors);
  if (proofs.size !== pack.tickets || events !== pack.events)
    blame("tickets or events are missing from the pack");
  console.log(`${count(proofs.size, "ticket")}, ${count(events, "event")}, ${count(anchors.size, "anchor")}`);
  checkSignature(pack);
  tellFingerprint(sha256(pack.text));
  tellAnchor(newest, Date.parse(pack.at));
}

const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

/** The signature is over pack.json without it, and pack.json has the hash of every file. */
function checkSignature({ text: _, signature, ...contents }) {
  if (!isSigned(JSON.stringify(contents), contents.key, signature)) blame("pack.json is not what was signed");
  else if (key !== undefined && key !== contents.key)
    blame("this pack was not signed with the key that was given");
  else if (key === undefined) {
    console.log(`signed with the key ${contents.key}`);
    console.log(
      "  Anybody could have made a key: compare it with the one from the administrators of that Beckon.",
    );
    console.log("  node verify.mjs --key KEY does it.");
  }
}

function isSigned(text, x, signature) {
  try {
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

function tellFingerprint(own) {
  console.log(`fingerprint of this pack: ${own}`);
  if (fingerprint === undefined && key === undefined) {
    console.log(
      `  It or the key covers ${READABLE.join(", ")}: compare this fingerprint with the one from the person`,
    );
    console.log(
      "  sent the pack, or with Beckon's record of exports. node verify.mjs --fingerprint HASH does it.",
    );
  } else if (fingerprint !== undefined && fingerprint !== own)
    blame("this is not the pack with the fingerprint that was given");
}

function tellAnchor(newest, madeAt) {
  if (newest === undefined) {
    note("there is no anchor: this pack proves only that it is whole in itself");
    return;
  }
  const day = Number.isFinite(newest.at) ? ` of ${new Date(newest.at).toISOString()}` : "";
  console.log(`newest anchor: ${newest.number}${day}, hash ${newest.hash}`);
  console.log("  Compare it with the audit channel: a database administrator could make other anchors.");
  if (madeAt - newest.at > 2 * DAY)
    note("the pack is days younger than its newest anchor, and there is one every day: look for newer ones");
}

function verdict() {
  if (wrong.length > 0) return `${wrong.length} broken: this pack is not what was written.`;
  const words =
    fingerprint === undefined && key === undefined
      ? "No record was changed. The page and the table were not checked: see the fingerprint above."
      : "Everything is what was written when this pack was made.";
  if (notes.length === 0) return words;
  return `No change was found. Not everything is proven: see the ${count(notes.length, "note")} above.`;
}

try {
  await check();
} catch (error) {
  blame(`the pack cannot be read: ${error.message}`);
}
console.log(verdict());
process.exitCode = wrong.length === 0 ? 0 : 1;
