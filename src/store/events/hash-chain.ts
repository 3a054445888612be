import { hash } from "node:crypto";
import type { Tampering } from "../../ports/evidence.ts";

/** A record of a hash chain: an event, an audit entry or an anchor, as it is stored. */
export interface ChainRecord {
  readonly version: number;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** The end of a hash chain, kept apart from its records so that a truncated chain is detected. */
export interface ChainHead {
  readonly version: number;
  readonly hash: string;
}

/** The first record that does not verify, and what was done to the chain there. */
export interface ChainBreak {
  readonly version: number;
  readonly kind: Tampering;
}

/** The previous hash of the first record. It names the stream, so that two streams cannot be swapped. */
export const genesis = (ticket: string): string => hash("sha256", `beckon trail ${ticket}`, "hex");

export const link = (prevHash: string, body: string): string => hash("sha256", prevHash + body, "hex");

/** True when a record continues a chain whose end is `last`. */
export const follows = (record: ChainRecord, last: ChainHead): boolean =>
  record.version === last.version + 1 &&
  record.prevHash === last.hash &&
  link(record.prevHash, record.body) === record.hash;

/** The records that append these bodies to a chain. */
export function extend(head: ChainHead, bodies: readonly string[]): ChainRecord[] {
  let { version, hash: prevHash } = head;
  return bodies.map((body) => {
    const record = { version: ++version, body, prevHash, hash: link(prevHash, body) };
    prevHash = record.hash;
    return record;
  });
}

/**
 * Verifies a hash chain. Null when it is whole.
 * @param records in the order of their versions.
 * @param head null when it is missing.
 */
export function findBreak(
  ticket: string,
  records: readonly ChainRecord[],
  head: ChainHead | null,
): ChainBreak | null {
  let prevHash = genesis(ticket);
  let index = -1;
  for (const record of records) {
    const version = ++index + 1;
    if (record.version !== version) return { version, kind: "deleted" };
    if (link(record.prevHash, record.body) !== record.hash) return { version, kind: "edited" };
    if (record.prevHash !== prevHash) return brokenLink(records, index, head);
    prevHash = record.hash;
  }
  return brokenEnd(records, head, prevHash);
}

/** A record whose own hash is right and that does not follow the one before it. */
function brokenLink(records: readonly ChainRecord[], index: number, head: ChainHead | null): ChainBreak {
  const version = index + 1;
  const wanted = records[index]?.prevHash;
  const missing = (head?.version ?? records.length) - records.length;
  if (missing > 0) return { version, kind: "deleted" };
  if (missing < 0) return { version: version - 1, kind: "inserted" };
  if (records.some((record) => record.hash === wanted)) return { version, kind: "reordered" };
  // No record has the hash that this one refers to: the record before it was rewritten, with a matching hash.
  return index === 0 ? { version, kind: "foreign" } : { version: version - 1, kind: "edited" };
}

function brokenEnd(records: readonly ChainRecord[], head: ChainHead | null, end: string): ChainBreak | null {
  const last = records.at(-1);
  if (head === null) return last === undefined ? null : { version: last.version, kind: "headless" };
  if (records.length < head.version) return { version: records.length + 1, kind: "truncated" };
  if (records.length > head.version) return { version: head.version + 1, kind: "inserted" };
  return end === head.hash ? null : { version: head.version, kind: "edited" };
}

/** The event stream of a ticket does not verify. No command runs on it until an administrator has looked into it. */
export class TrailBroken extends Error {
  override readonly name = "TrailBroken";

  constructor(ticket: string, { version, kind }: ChainBreak) {
    super(
      `The trail of ${ticket} was tampered with: record ${version} is ${kind}. Nothing is decided on it.`,
    );
  }
}
