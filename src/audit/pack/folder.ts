import { createHash, type Hash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { UsageMistake } from "../../cli/command-line.ts";

/** A new folder whose files are appended to and hashed. It holds personal text, so only its owner can read it. */
export interface Folder {
  readonly path: string;
  write(name: string, text: string): void;
  /** A file that nothing is added to. */
  writeWhole(name: string, bytes: Buffer): void;
  /** Closes all files; their SHA-256 by name. */
  close(): Readonly<Record<string, string>>;
}

export function createFolder(path: string): Folder {
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new UsageMistake(`${path} is not empty: name another folder with --out`);
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const whole: [string, string][] = [];
  const files = new Map<string, { descriptor: number; hash: Hash }>();
  const fileOf = (name: string) => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const file = { descriptor: openSync(join(path, name), "wx", 0o600), hash: createHash("sha256") };
    files.set(name, file);
    return file;
  };
  return {
    path,
    write(name, text) {
      const { descriptor, hash } = fileOf(name);
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      hash.update(bytes);
    },
    writeWhole(name, bytes) {
      writeFileSync(join(path, name), bytes, { flag: "wx", mode: 0o600 });
      whole.push([name, createHash("sha256").update(bytes).digest("hex")]);
    },
    close() {
      for (const { descriptor } of files.values()) closeSync(descriptor);
      const hashes = [...files].map(([name, { hash }]) => [name, hash.digest("hex")]);
      files.clear();
      return Object.fromEntries([...hashes, ...whole]);
    },
  };
}
