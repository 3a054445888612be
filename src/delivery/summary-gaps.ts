import type { SummaryGap } from "../surfaces/surface.ts";
import type { TicketId } from "../ticket/ids.ts";
import type { Shown } from "./show-surface.ts";

/** Which managers did not get their summaries. Known from trying: after a restart, the next try tells it again. */
export interface SummaryGaps {
  /** @param summary the key of the summary's surface. */
  of(ticket: TicketId, summary: string): SummaryGap | null;
  note(ticket: TicketId, summary: string, shown: Shown): void;
  /** Has any changed since this was asked last? Then another card of the ticket has to say so. */
  haveChanged(ticket: TicketId): boolean;
}

const MOST = 2_000;

export function createSummaryGaps(): SummaryGaps {
  const gaps = new Map<string, SummaryGap>();
  const changed = new Set<TicketId>();
  const keyOf = (ticket: TicketId, summary: string) => `${ticket} ${summary}`;

  return {
    of: (ticket, summary) => gaps.get(keyOf(ticket, summary)) ?? null,
    note(ticket, summary, shown) {
      const key = keyOf(ticket, summary);
      const gap = gapIn(shown);
      if ((gaps.get(key) ?? null) === gap) return;
      changed.add(ticket);
      const [oldest] = gaps.keys();
      if (gaps.size >= MOST && oldest !== undefined) gaps.delete(oldest);
      if (gap === null) gaps.delete(key);
      else gaps.set(key, gap);
    },
    haveChanged: (ticket) => changed.delete(ticket),
  };
}

function gapIn({ did, elsewhere }: Shown): SummaryGap | null {
  if (did === "unreachable") return "waits";
  return elsewhere ? "went-to-channel" : null;
}
