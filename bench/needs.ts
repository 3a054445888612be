import { STEPS } from "./cycle.ts";
import { median } from "./load.ts";
import type { Measured, Place } from "./press.ts";
import { cpuOf, readingOf } from "./ratios.ts";
import { type Table, table } from "./table.ts";

const PEOPLE = [10, 1_000, 100_000];
/** Requests of one person in a year, and the share of a day's requests that come in its busiest hour. */
const REQUESTS_A_YEAR = 4;
const WORKDAYS = 252;
const BUSIEST_HOUR = 1 / 8;
/** Bytes of a request with a session in the database, indexes included: 8 GB for a million (`bench queries`). */
const BYTES = 8_000;

export const busiestHour = (people: number): number => ((people * REQUESTS_A_YEAR) / WORKDAYS) * BUSIEST_HOUR;

/** What a helpdesk needs when each of its requests comes to a session: six presses and all of their messages. */
export function needsTable({ blocks, memory }: Measured): Table {
  const session = (candidate: Place) =>
    STEPS.reduce((sum, step) => sum + cpuOf(readingOf(blocks, { candidate, step, atOnce: 16 })), 0);
  const share = (candidate: Place, people: number) => (busiestHour(people) * session(candidate)) / 3_600_000;
  const rss = (candidate: Place) => median(memory[candidate] ?? []);
  const rows = PEOPLE.map((people) => [
    people.toLocaleString("en"),
    figureOf(busiestHour(people)),
    percent(share("sqlite", people)),
    percent(share("postgres-1", people)),
    megabytes(rss("sqlite")),
    disk(people * REQUESTS_A_YEAR * BYTES),
  ]);
  const head = [
    "people",
    "requests in the busiest hour",
    "of one core, SQLite",
    "of one core, PostgreSQL beside it",
    "memory of a process",
    "disk for a year",
  ];
  return table(head, rows);
}

const figureOf = (value: number) => (value < 1 ? value.toFixed(2) : value.toFixed(0));
const percent = (share: number) => (Number.isFinite(share) ? `${(share * 100).toFixed(3)} %` : "");
const megabytes = (value: number) => (Number.isFinite(value) ? `${value.toFixed(0)} MB` : "");
const disk = (bytes: number) =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
