import { hash } from "node:crypto";

/** A stream head, as an anchor covers it. */
export interface Leaf {
  readonly ticket: string;
  readonly version: number;
  readonly head: string;
}

/** One step of a Merkle proof: the hash of the sibling and its side. */
export interface ProofStep {
  readonly side: "left" | "right";
  readonly hash: string;
}

/** The prefixes keep a leaf from passing for a node. All input is text, so that any language can verify it. */
export const leafHash = ({ ticket, version, head }: Leaf): string =>
  hash("sha256", `leaf ${ticket} ${version} ${head}`, "hex");
const node = (left: string, right: string): string => hash("sha256", `node ${left} ${right}`, "hex");
const EMPTY = hash("sha256", "no leaves", "hex");

/** Computes a Merkle root from leaves one by one: memory grows with the logarithm of their number. */
export function createTree(): { add(leaf: string): void; root(): string } {
  const stack: { height: number; hash: string }[] = [];
  return {
    add(leaf) {
      let top = { height: 0, hash: leaf };
      for (let last = stack.at(-1); last?.height === top.height; last = stack.at(-1)) {
        stack.pop();
        top = { height: top.height + 1, hash: node(last.hash, top.hash) };
      }
      stack.push(top);
    },
    root: () =>
      stack.reduceRight<string | null>(
        (right, { hash: left }) => (right === null ? left : node(left, right)),
        null,
      ) ?? EMPTY,
  };
}

export function rootOf(leaves: readonly string[]): string {
  const tree = createTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** Merkle proofs of single leaves. A node without a sibling moves up as it is. */
export function createProofs(leaves: readonly string[]): (index: number) => ProofStep[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = levelAbove(level);
  return (index) =>
    levels.flatMap((level, height): ProofStep[] => {
      const at = Math.floor(index / 2 ** height);
      const hash = level[at ^ 1];
      return hash === undefined ? [] : [{ side: at % 2 === 0 ? "right" : "left", hash }];
    });
}

const levelAbove = (level: readonly string[]): string[] =>
  level.flatMap((left, index) => {
    const right = level[index + 1];
    if (index % 2 === 1) return [];
    return [right === undefined ? left : node(left, right)];
  });

export const follow = (leaf: string, steps: readonly ProofStep[]): string =>
  steps.reduce((at, { side, hash }) => (side === "left" ? node(hash, at) : node(at, hash)), leaf);
