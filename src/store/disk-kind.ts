import { existsSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Log } from "../telemetry/log.ts";

/** A share of another machine; a disk of this container that ends with it; memory; a file system behind another program. */
type DiskKind = "network" | "container" | "memory" | "bridge" | "own";

/** `f_type` of Linux. Source: man7.org/linux/man-pages/man2/statfs.2.html, linux/magic.h */
const KINDS: ReadonlyMap<number, DiskKind> = new Map([
  [0x6969, "network"], // NFS
  [0x517b, "network"], // SMB
  [0xff534d42, "network"], // CIFS
  [0xfe534d42, "network"], // SMB 2
  [0x5346414f, "network"], // AFS
  [0x00c36400, "network"], // Ceph
  [0x794c7630, "container"], // overlay
  [0x01021994, "memory"], // tmpfs
  [0x65735546, "bridge"], // FUSE
  [0x01021997, "bridge"], // 9P, as between Windows and WSL
  [0x6a656a63, "bridge"], // virtiofs
]);

/** @param type `f_type`; some platforms hand it on as a negative number. */
export const diskKindOf = (type: number): DiskKind => KINDS.get(type >>> 0) ?? "own";

const SHARED =
  "DATABASE_FILE lies on a network share, where SQLite loses data: its write-ahead log needs the memory of one machine, " +
  "and shares keep locks badly. Use a disk of this machine, or PostgreSQL with DATABASE_URL.";
const WARNED: Readonly<Partial<Record<DiskKind, string>>> = {
  container: "the database ends with this container: mount a volume, or set DATABASE_URL",
  memory: "the database is in memory and ends with this machine's next start",
  bridge:
    "the disk belongs to another program or machine, which may not flush what it says: set DATABASE_URL",
};

/**
 * Looks at where a SQLite file lies, on Linux only.
 * @throws {StoreUnavailable} when it is a network share. Source: sqlite.org/wal.html, sqlite.org/useovernet.html
 */
export function insistOnOwnDisk(file: string, log: Log, typeOf = typeOfDisk): void {
  const type = file === ":memory:" ? null : typeOf(file);
  if (type === null) return;
  const kind = diskKindOf(type);
  if (kind === "network") throw new StoreUnavailable(SHARED);
  const remedy = WARNED[kind];
  if (remedy !== undefined) log.warn("store.disk", { disk: kind, remedy });
}

/** Of the nearest folder that exists; null on other systems, which have other numbers, and when it cannot be told. */
function typeOfDisk(file: string): number | null {
  if (process.platform !== "linux") return null;
  let folder = dirname(resolve(file));
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    return statfsSync(folder).type;
  } catch {
    return null;
  }
}
