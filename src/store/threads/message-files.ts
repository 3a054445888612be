import { hash } from "node:crypto";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { SharedFile } from "../../ports/thread-store.ts";
import type { Database } from "../database/database.ts";
import { decrypt, encrypt, type PersonKeys, placeOf } from "../events/event-record.ts";
import { TrailBroken } from "../events/hash-chain.ts";
import { threadName } from "./read-thread.ts";

/** A file as its message's record tells of it: the hash is of the sealed bytes, so it says nothing about their content. */
export interface StoredFile extends SharedFile {
  readonly hash: string;
}

interface Row {
  readonly part: number;
  readonly about: PersonId;
  readonly sealed: string;
}

/** Sealed bytes open in their own place only. */
const boundTo = (about: PersonId, place: string, part: number): string =>
  `${about} ${place} files.${part}.bytes`;

const hashOf = (sealed: string): string => hash("sha256", sealed, "hex");

/** @throws when a person has no key. */
export function sealFiles<Event extends object>(
  event: Event & { readonly files?: readonly StoredFile[] },
  contents: readonly Buffer[],
  keys: PersonKeys,
  place: string,
): { readonly told: Event; readonly rows: readonly Row[] } {
  const { files = [] } = event;
  if (files.length === 0) return { told: event, rows: [] };
  const rows = files.map(({ name: { about } }, part): Row => {
    const [key, bytes] = [keys.get(about), contents[part]];
    if (key === undefined || bytes === undefined) throw new Error("a file has no key or no bytes");
    return { part, about, sealed: encrypt(bytes, key, boundTo(about, place, part)) };
  });
  const told = {
    ...event,
    files: files.map((file, i) => ({ ...file, hash: hashOf(rows[i]?.sealed ?? "") })),
  };
  return { told, rows };
}

/** @throws {TrailBroken} when the bytes are not those that the record tells of. */
export async function openFile(
  database: Database,
  keys: PersonKeys,
  ticket: TicketId,
  { version, part, file }: { readonly version: number; readonly part: number; readonly file: StoredFile },
): Promise<Buffer | null> {
  const { about } = file.name;
  const sealed = (await readFiles(database, ticket, version)).get(part);
  const key = keys.get(about);
  // Its key was destroyed meanwhile.
  if (key === undefined) return null;
  if (sealed === undefined) throw new TrailBroken(ticket, { version, kind: "deleted" });
  if (hashOf(sealed) !== file.hash) throw new TrailBroken(ticket, { version, kind: "edited" });
  return decrypt(sealed, key, boundTo(about, placeOf(threadName(ticket), version), part));
}

export async function readFiles(
  database: Database,
  ticket: string,
  version: number,
): Promise<ReadonlyMap<number, string>> {
  const rows = await database.query((db) =>
    db
      .selectFrom("message_files")
      .select(["part", "sealed"])
      .where("ticket", "=", ticket)
      .where("version", "=", version)
      .execute(),
  );
  return new Map(rows.map(({ part, sealed }) => [part, sealed]));
}

/** What was done to the files of one message; null when they are whole. Files whose key is destroyed may be gone. */
export async function findBrokenFile(
  database: Database,
  ticket: string,
  version: number,
  files: readonly { readonly hash: string; readonly hasKey: boolean }[],
): Promise<"deleted" | "edited" | null> {
  const stored = await readFiles(database, ticket, version);
  for (const [part, file] of files.entries()) {
    const sealed = stored.get(part);
    if (sealed === undefined) {
      if (file.hasKey) return "deleted";
    } else if (hashOf(sealed) !== file.hash) return "edited";
  }
  return null;
}
