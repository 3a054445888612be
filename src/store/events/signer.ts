import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";
import { type ChainBreak, type ChainHead, type ChainRecord, findBreak } from "./hash-chain.ts";

/** The newest head of a hash chain with its code. Earlier heads have none, so that a chain cannot be cut back to one. */
export interface SignedHead extends ChainHead {
  readonly mac: string;
}

/** What a code is over. The kind keeps the code of one row from fitting a row of another table. */
export type SignedFact = readonly [
  kind: "ticket" | "chain" | "counter" | "action",
  name: string,
  version: number,
  value: string,
];

/**
 * Message authentication codes for rows that decide something and that no hash chain proves. Without the master key a
 * writer of the database can delete a code or restore an old one, but cannot create one.
 */
export interface Signer {
  sign(...fact: SignedFact): string;
  isSigned(mac: string, ...fact: SignedFact): boolean;
}

const LABEL = "beckon signed rows";
const KEY_BYTES = 32;

/** @param master the key is derived from it with a label of its own, because the master key itself encrypts. */
export function createSigner(master: KeyObject): Signer {
  // As an object: from bytes, a code takes six times as long.
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", master, "", LABEL, KEY_BYTES)));
  const codeOf = (fact: SignedFact) =>
    createHmac("sha256", key).update(JSON.stringify(fact)).digest("base64");
  return {
    sign: (...fact) => codeOf(fact),
    isSigned(mac, ...fact) {
      const [stored, wanted] = [Buffer.from(mac, "utf8"), Buffer.from(codeOf(fact), "utf8")];
      return stored.length === wanted.length && timingSafeEqual(stored, wanted);
    },
  };
}

/** The first fault of a chain whose head has to be signed. Null when it is whole. */
export function findForgery(
  signer: Signer,
  kind: "ticket" | "chain",
  name: string,
  records: readonly ChainRecord[],
  head: SignedHead | null,
): ChainBreak | null {
  const broken = findBreak(name, records, head);
  if (broken !== null) return broken;
  // A ticket that does not exist has no head; the other chains have one from the beginning.
  if (head === null) return kind === "chain" ? { version: 0, kind: "headless" } : null;
  return isHeadSigned(signer, kind, name, head) ? null : { version: head.version, kind: "unsigned" };
}

export const signHead = (
  signer: Signer,
  kind: "ticket" | "chain",
  name: string,
  { version, hash }: ChainHead,
): SignedHead => ({ version, hash, mac: signer.sign(kind, name, version, hash) });

export const isHeadSigned = (
  signer: Signer,
  kind: "ticket" | "chain",
  name: string,
  { version, hash, mac }: SignedHead,
): boolean => signer.isSigned(mac, kind, name, version, hash);
