/**
 * How fast is `npm run audit -- verify`? Against bare SHA-256 over the same bytes, on both engines, and with how much
 * memory. The bodies are sealed by what the store itself seals with, so that they are as long as in production.
 */
import { hash } from "node:crypto";
import type { IntegrityFault } from "../src/ports/evidence.ts";
import type { Database } from "../src/store/database/database.ts";
import { type Filled, withFilledStores } from "./filled-stores.ts";
import { median } from "./load.ts";

const SMALL = 10_000;
/** A million events, and some. */
const DEFAULT_TICKETS = 150_000;
const ROUNDS = 3;
/** Millions of events take minutes, and differ little from round to round. */
const MOST_TICKETS_REPEATED = 200_000;
const PAGE = 2_000;
const MIB = 2 ** 20;

interface AuditOptions {
  /** Of the larger of the two stores, each with seven events. */
  readonly tickets?: number;
  /** A folder in which the filled stores stay for the next time. */
  readonly keep?: string;
  /** `chains`: without the projections, which take most of the time. */
  readonly only?: string;
}

const SCOPES = [
  ["chains and anchors", "trail", true],
  ["and projections", "everything", false],
] as const;

export async function benchAudit({
  tickets = DEFAULT_TICKETS,
  keep,
  only = "",
}: AuditOptions = {}): Promise<void> {
  await withFilledStores([SMALL, tickets], keep, async (filled) => {
    for (const each of filled) await measure(each, only);
  });
}

async function measure({ engine, tickets, store, database }: Filled, only: string): Promise<void> {
  if ((await store.evidence.verify({ trailOnly: true }, unexpected)).anchors === 0) {
    await store.evidence.anchor(Date.now());
  }
  const rates = { bare: [] as number[], trail: [] as number[], everything: [] as number[] };
  const elapsed: number[] = [];
  let most = 0;
  let events = 0;
  let bytes = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  for (let round = 0; round < (tickets > MOST_TICKETS_REPEATED ? 1 : ROUNDS); round++) {
    const bare = await hashAll(database);
    bytes = bare.bytes;
    rates.bare.push(bare.perSecond);
    for (const [, name, trailOnly] of SCOPES.filter(([said]) => said.startsWith(only))) {
      const [begun, started] = [cpu(), performance.now()];
      ({ events } = await store.evidence.verify({ trailOnly }, unexpected));
      rates[name].push(events / (cpu() - begun));
      if (trailOnly) elapsed.push((performance.now() - started) / 1000);
    }
  }
  clearInterval(watch);
  report(`${engine}, ${tickets} tickets`, { rates, events, bytes, most, elapsed });
}

interface Measured {
  readonly rates: Readonly<Record<"bare" | "trail" | "everything", readonly number[]>>;
  readonly events: number;
  readonly bytes: number;
  readonly most: number;
  /** Seconds, of chains and anchors alone. */
  readonly elapsed: readonly number[];
}

function report(where: string, { rates, events, bytes, most, elapsed }: Measured): void {
  const ratio = (name: "trail" | "everything") =>
    median(rates[name].map((rate, round) => rate / (rates.bare[round] ?? Number.NaN))).toFixed(2);
  const rate = (values: readonly number[]) => `${Math.round(median(values)).toLocaleString("en")} events/s`;
  const length = Math.round(bytes / events);
  console.log(`verify on ${where}: ${events.toLocaleString("en")} events of ${length} bytes`);
  console.log(`  bare SHA-256        ${rate(rates.bare)}`);
  for (const [said, name] of SCOPES) {
    if (rates[name].length > 0)
      console.log(`  ${said.padEnd(19)} ${rate(rates[name])}, ratio ${ratio(name)}`);
  }
  const million = ((median(elapsed) * 1e6) / events).toFixed(1);
  console.log(`  a million events    ${million} s by the clock, with the wait for the engine`);
  console.log(`  memory at most      ${(most / MIB).toFixed(0)} MiB\n`);
}

/** Every record's bytes, hashed as the chain hashes them; only the hashing is timed. */
async function hashAll(database: Database): Promise<{ bytes: number; perSecond: number }> {
  let [bytes, events, seconds] = [0, 0, 0];
  let after = { ticket: "", version: 0 };
  for (;;) {
    const { ticket, version } = after;
    const rows = await database.query((db) =>
      db
        .selectFrom("events")
        .select(["ticket", "version", "prev_hash", "body"])
        .where(({ eb, refTuple, tuple }) => eb(refTuple("ticket", "version"), ">", tuple(ticket, version)))
        .orderBy("ticket")
        .orderBy("version")
        .limit(PAGE)
        .execute(),
    );
    const texts = rows.map(({ prev_hash, body }) => prev_hash + body);
    const begun = cpu();
    for (const each of texts) hash("sha256", each, "hex");
    seconds += cpu() - begun;
    bytes += texts.reduce((sum, { length }) => sum + length, 0);
    events += rows.length;
    after = rows.at(-1) ?? after;
    if (rows.length < PAGE) return { bytes, perSecond: events / seconds };
  }
}

function unexpected(broken: IntegrityFault): void {
  throw new Error(`a store that nobody touched is broken: ${JSON.stringify(broken)}`);
}

/** Seconds of processor time: a shared machine would otherwise measure its other users. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
