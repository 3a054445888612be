import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { StoreState } from "../store/inspect-store.ts";
import { type Check, checkGroup, type Judged, ok } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  readonly store: StoreState;
  /** How far this machine's clock is ahead of Graph's, ms; null while Graph does not answer. */
  readonly aheadMs: number | null;
  /** Free bytes; null where they cannot be read. */
  readonly free: number | "elsewhere" | null;
}

async function probe(tools: Tools): Promise<Facts> {
  const { config } = tools;
  const [store, aheadMs, free] = await Promise.all([
    tools.store(),
    aheadOf(config.graph.baseUrl, tools),
    "file" in config.store ? freeAt(config.store.file) : ("elsewhere" as const),
  ]);
  return { store, aheadMs, free };
}

/** Half of the way there and back is not known; the header has whole seconds. Any status has a date. */
async function aheadOf(baseUrl: string, { signal }: Tools): Promise<number | null> {
  const begun = Date.now();
  try {
    const { headers, body } = await fetch(`${baseUrl}/v1.0/`, { signal, redirect: "manual" });
    await body?.cancel();
    const date = Date.parse(headers.get("date") ?? "");
    return Number.isNaN(date) ? null : (begun + Date.now()) / 2 - (date + 500);
  } catch {
    return null;
  }
}

/** Of the folder, or of the nearest one that exists already. */
async function freeAt(file: string): Promise<number | null> {
  let folder = dirname(resolve(file));
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Sessions are timed by the clock, and cards name minutes. */
const MOST_SKEW_MS = 5_000;
/** From here on Entra refuses assertions, and tokens look expired. */
const BROKEN_SKEW_MS = 300_000;

function judgeClock({ aheadMs }: Facts): readonly Judged[] {
  if (aheadMs === null) return [];
  const seconds = Math.ceil(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= MOST_SKEW_MS) return [ok(({ say }) => say("setup.clock-right", { seconds }))];
  return [
    {
      outcome: Math.abs(aheadMs) < BROKEN_SKEW_MS ? "note" : "problem",
      seen: ({ say }) => say(aheadMs > 0 ? "setup.clock-ahead" : "setup.clock-behind", { seconds }),
      fix: ({ say }) => say("setup.clock.fix"),
    },
  ];
}

const GIGABYTE = 1e9;
const LITTLE = 2 * GIGABYTE;
const TOO_LITTLE = 0.2 * GIGABYTE;

export function judgeDisk({ free }: Pick<Facts, "free">): Judged {
  if (free === "elsewhere") return ok(({ say }) => say("setup.disk-elsewhere"));
  if (free === null) return { outcome: "unknown", seen: ({ say }) => say("setup.disk-unread") };
  const gigabytes = (free / GIGABYTE).toFixed(1);
  const seen: Judged["seen"] = ({ say }) => say("setup.disk-free", { gigabytes });
  if (free >= LITTLE) return ok(seen);
  return { outcome: free < TOO_LITTLE ? "problem" : "note", seen, fix: ({ say }) => say("setup.disk.fix") };
}

function judgeTables({ store: { tables } }: Facts): readonly Judged[] {
  if (tables === null) return [];
  if (tables === "current" || tables === "none") return [ok(({ say }) => say(`setup.tables-${tables}`))];
  return [
    {
      outcome: tables === "ahead" ? "problem" : "note",
      seen: ({ say }) => say(`setup.tables-${tables}`),
      fix: ({ say }) => say(`setup.tables-${tables}.fix`),
    },
  ];
}

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "database",
    what: ({ say }) => say("setup.database"),
    how: "opens the database to read",
    feature: "everything",
    judge({ store: { engine, fault } }) {
      if (fault !== null) return [{ outcome: "problem", seen: () => fault }];
      return [ok(({ say }) => say(`setup.database-${engine}`))];
    },
  },
  {
    id: "tables",
    what: ({ say }) => say("setup.tables"),
    how: "compares the migrations in the database with those that this Beckon knows",
    feature: "everything",
    judge: judgeTables,
  },
  {
    id: "master-key",
    what: ({ say }) => say("setup.key"),
    how: "opens the known text in the store with SECRET_MASTER_KEY",
    feature: "names and texts of the audit trail",
    judge({ store: { tables, keyFault } }) {
      if (tables !== "current") return [];
      if (keyFault === null) return [ok(({ say }) => say("setup.key-fits"))];
      return [{ outcome: "problem", seen: () => keyFault, fix: ({ say }) => say("setup.key.fix") }];
    },
  },
  {
    id: "clock",
    what: ({ say }) => say("setup.clock"),
    how: "compares this machine's clock with the Date header of Microsoft Graph",
    feature: "rights end when they are due",
    judge: judgeClock,
  },
  {
    id: "disk",
    what: ({ say }) => say("setup.disk"),
    how: "reads the free space of the file system that holds DATABASE_FILE",
    feature: "nothing that is acknowledged is lost",
    judge: (facts) => [judgeDisk(facts)],
  },
];

export const machineChecks = checkGroup("machine", probe, CHECKS);
