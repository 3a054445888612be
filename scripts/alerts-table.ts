/**
 * The table of docs/alerts.md, made from the matrix that the code uses: `node scripts/alerts-table.ts` writes it into the
 * page, and a test compares the two.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ALERTS, type Alert, type AlertEvent, type AlertReader } from "../src/cards/alerts.ts";
import { messagesOf } from "../src/cards/text/words.ts";
import { withTable } from "./eligibility-table.ts";

export const PAGE = "docs/alerts.md";

const READERS = {
  sharer: "person who asked",
  holder: "helper who has it",
  "earlier-holder": "helper who had it",
  channel: "helpdesk channel",
} as const satisfies Record<AlertReader, string>;

const NAMES = {
  "opened-for": "a helper opened a request for them",
  waiting: "nobody picked it up by the target",
  "leads-called": "nobody picked it up: the leads are mentioned",
  "picked-up": "picked up",
  "given-back": "given back",
  "claim-ending": "the helper has not begun",
  "answer-due": "the helper has not answered",
  "claim-lapsed": "back in the queue, because the helper did nothing in time",
  "handed-over": "handed over or reassigned",
  withdrawn: "withdrawn",
  resolved: "resolved",
  reopened: "reopened",
  message: "a message",
  undelivered: "their own message could not be delivered",
  blocked: "a condition is not met",
  asked: "a question",
  allowed: "answered with yes",
  refused: "answered with no",
  "wrong-number": "answered with a wrong number",
  lapsed: "not answered in time",
  offered: "a level is offered",
  paused: "paused",
  resumed: "resumed",
  "level-over": "control is over and the session goes on",
  "ends-soon": "a level ends soon",
  stopped: "a session was stopped",
  "session-over": "a session ended by itself",
} as const satisfies Record<AlertEvent, string>;

const EVENTS = Object.keys(ALERTS) as AlertEvent[];

export function alertsTable(): string {
  const heads = ["event", ...Object.values(READERS)];
  const rows = [heads, heads.map(() => "---"), ...EVENTS.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const rowOf = (event: AlertEvent): string[] => [
  NAMES[event],
  ...(Object.keys(READERS) as AlertReader[]).map((reader) => cellOf(ALERTS[event][reader])),
];

function cellOf(alert: Alert | undefined): string {
  if (alert === undefined) return "";
  const says = alert.says === null ? "its card" : `“${messagesOf("en")[alert.says]}”`;
  return alert.urgent ? `**${says}**` : says;
}

if (import.meta.main) writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8"), alertsTable()));
