import type { diaryRow } from "../../cards/diary.ts";
import type { TicketId } from "../../domain/ticket/ids.ts";
import { escapeHtml } from "./page.ts";

type Row = ReturnType<typeof diaryRow>;

/** The sessions of one ticket for the person whose screen it was: who, why, which levels, and how each ended. */
export function diarySection(ticket: TicketId, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  return `<section>
<header><h2>${escapeHtml(ticket)}: sessions on your device</h2></header>
${rows.map(sessionList).join("\n")}
</section>
`;
}

const sessionList = ({ who, device, asked, reasons, levels, ending }: Row): string => {
  const facts: readonly (readonly [string, string])[] = [
    ["Who", who],
    ["Device", device],
    ["When", asked],
    ...reasons.map(({ what, reason }) => [what, reason] as const),
    ...levels.map(({ line }) => ["Approved", line] as const),
    ["End", ending],
  ];
  return `<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("\n")}</dl>`;
};
