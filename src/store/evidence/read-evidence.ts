import { LRUCache } from "lru-cache";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { AnchoredHead, EvidenceScope, EvidenceTrail, Proof } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import { openEvent, type PersonKeys, parseEvent, peopleIn } from "../events/event-record.ts";
import type { Keyring } from "../events/keyring.ts";
import { type StreamRecord, streamPages, type WholeStream } from "../events/read-stream.ts";
import { createProofs, leafHash, type ProofStep } from "./merkle.ts";

/** Event streams with their Merkle proofs, and the keys of their texts and no others. */
export async function* readEvidence(
  database: Database,
  keyring: Keyring,
  scope: EvidenceScope,
): AsyncGenerator<EvidenceTrail> {
  const prove = prover(database);
  for await (const page of streamPages(database, scope)) {
    const parsed = new Map(page.map((stream) => [stream.ticket, stream.records.map(parse(stream.ticket))]));
    const keysFor = await keyring.find(
      peopleIn([...parsed.values()]),
      page.map(({ ticket }) => ticket),
    );
    for (const stream of page) {
      if (stream.records.length === 0 && stream.head === null) continue;
      yield await evidenceOf(stream, parsed.get(stream.ticket) ?? [], keysFor(stream.ticket), prove);
    }
  }
}

type Prove = (ticket: TicketId, head: AnchoredHead) => Promise<Proof>;

async function evidenceOf(
  stream: WholeStream,
  sealed: readonly (object | null)[],
  keys: PersonKeys,
  prove: Prove,
): Promise<EvidenceTrail> {
  const { ticket, records, anchored } = stream;
  return {
    ticket,
    records: records.map(({ version, body, prevHash, hash }, index) => ({
      version,
      body,
      prevHash,
      hash,
      event: open(ticket, version, sealed[index] ?? null, keys),
    })),
    head: stream.head === null ? null : { version: stream.head.version, hash: stream.head.hash },
    anchored: await Promise.all(anchored.map(async (head) => ({ ...head, ...(await prove(ticket, head)) }))),
    keys: [...peopleIn(sealed)].flatMap((person: PersonId) => {
      const key = keys.get(person);
      return key === undefined
        ? []
        : [{ person, id: key.id, secret: key.secret.export().toString("base64") }];
    }),
  };
}

/** A record that cannot be parsed is evidence too. */
const parse =
  (ticket: TicketId) =>
  ({ version, body }: StreamRecord): object | null => {
    try {
      return parseEvent(ticket, version, body);
    } catch {
      return null;
    }
  };

function open(ticket: TicketId, version: number, sealed: object | null, keys: PersonKeys) {
  try {
    return sealed === null ? null : openEvent(ticket, version, sealed, keys);
  } catch {
    return null;
  }
}

/** Merkle trees kept: many tickets share their anchors. */
const MOST_TREES = 20;

function prover(database: Database): Prove {
  const trees = new LRUCache<number, Promise<Tree>>({ max: MOST_TREES });
  return async (ticket, { anchor, version }) => {
    const tree = trees.get(anchor) ?? readTree(database, anchor);
    trees.set(anchor, tree);
    const { positions, pathOf } = await tree;
    const position = positions.get(`${ticket} ${version}`);
    return { path: position === undefined ? [] : pathOf(position) };
  };
}

interface Tree {
  readonly positions: ReadonlyMap<string, number>;
  readonly pathOf: (position: number) => ProofStep[];
}

async function readTree(database: Database, anchor: number): Promise<Tree> {
  const leaves = await database.query((db) =>
    db
      .selectFrom("anchored_heads")
      .select(["ticket", "version", "head"])
      .where("anchor", "=", anchor)
      .orderBy("position")
      .execute(),
  );
  return {
    positions: new Map(leaves.map(({ ticket, version }, index) => [`${ticket} ${version}`, index])),
    pathOf: createProofs(leaves.map(leafHash)),
  };
}
